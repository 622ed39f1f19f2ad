"""Reads what `relgraph export` wrote with the programs that it is for, and prints what they see of it.

Usage: python3 tests/drawing_check.py FOLDER, with graph.graphml, graph.gexf, ... in it. A reader that is not installed is
named as passed over; pip install networkx rdflib followthemoney lxml
"""

import csv
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])


def reader(name):
    def wrap(check):
        try:
            print(f"{name}: {check()}")
        except ImportError as error:
            print(f"passed over: {name} ({error})")
        return check

    return wrap


def size(graph):
    return f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"


@reader("graphml")
def graphml():
    import networkx

    graph = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    names = {data["name"] for _, data in graph.nodes(data=True)}
    assert "Turkey" in names and "Ali \"the\" <Khan> & \\Co" in names, names
    assert all(isinstance(data["claims"], int) for _, _, data in graph.edges(data=True))
    return size(graph)


@reader("gexf")
def gexf():
    from lxml import etree

    tree = etree.parse(folder / "graph.gexf")
    ns = {"g": "http://gexf.net/1.3"}
    nodes, edges = tree.xpath("//g:node", namespaces=ns), tree.xpath("//g:edge", namespaces=ns)
    ids = {node.get("id") for node in nodes}
    assert all(edge.get("source") in ids and edge.get("target") in ids for edge in edges)
    spells = tree.xpath("//g:spell", namespaces=ns)
    assert spells and all(spell.get("start") < spell.get("end") for spell in spells)
    return f"{len(nodes)} nodes, {len(edges)} edges"


@reader("node-link json")
def node_link():
    import networkx

    data = json.loads((folder / "graph.json").read_text())
    return size(networkx.node_link_graph(data, edges="edges"))


@reader("cytoscape json")
def cytoscape():
    import networkx

    data = json.loads((folder / "graph.cyjs").read_text())
    for node in data["elements"]["nodes"]:
        node["data"]["value"] = node["data"]["id"]
    return size(networkx.cytoscape_graph(data))


@reader("csv")
def tables():
    nodes = list(csv.DictReader((folder / "csv" / "nodes.csv").open(newline="")))
    edges = list(csv.DictReader((folder / "csv" / "edges.csv").open(newline="")))
    ids = {node["id:ID"] for node in nodes}
    assert all(edge[":START_ID"] in ids and edge[":END_ID"] in ids for edge in edges)
    assert all(None not in row and None not in row.values() for row in nodes + edges)
    return f"{len(nodes)} nodes, {len(edges)} edges"


@reader("turtle")
def turtle():
    import rdflib

    graph = rdflib.Graph().parse(folder / "graph.ttl", format="turtle")
    rg = rdflib.Namespace("urn:relgraph:vocabulary:")
    relations = list(graph.subjects(rdflib.RDF.type, rg.Relation))
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    for relation in relations:
        claims = list(graph.objects(relation, rg.claim))
        assert claims and all(graph.value(claim, prov.wasQuotedFrom) for claim in claims)
    turkey, russia = (rdflib.URIRef(f"urn:relgraph:entity:state%3A{code}") for code in ("TUR", "RUS"))
    assert (turkey, rg["agreed-with"], russia) in graph and (russia, rg["agreed-with"], turkey) in graph
    assert (russia, rg["attacks"], turkey) not in graph, "what is denied is no triple"
    entities = set(graph.subjects(rdflib.RDFS.label, None))
    return f"{len(entities)} nodes, {len(relations)} edges"


@reader("followthemoney")
def ftm():
    from followthemoney import model

    proxies = [model.get_proxy(json.loads(line), cleaned=False) for line in (folder / "graph.ftm.json").open()]
    for proxy in proxies:
        proxy.schema.validate({"properties": proxy.to_dict()["properties"]})
        for prop in proxy.iterprops():
            for value in proxy.get(prop):
                assert prop.type.validate(value), (proxy.schema.name, prop.name, value)
    ids = {proxy.id for proxy in proxies}
    assert len(ids) == len(proxies), "ids are unique"
    edges = [proxy for proxy in proxies if proxy.schema.edge]
    for edge in edges:
        ends = edge.get(edge.schema.source_prop) + edge.get(edge.schema.target_prop)
        assert len(ends) == 2 and all(end in ids for end in ends), edge.to_dict()
    return f"{len(proxies) - len(edges)} nodes, {len(edges)} edges"


@reader("svg")
def svg():
    from lxml import etree

    tree = etree.parse(folder / "graph.svg")
    ns = {"s": "http://www.w3.org/2000/svg"}
    nodes = tree.xpath("//s:g[@class='node']", namespaces=ns)
    assert not tree.xpath("//s:script | //@onload", namespaces=ns)
    return f"{len(nodes)} nodes"


@reader("html")
def html():
    from lxml import etree

    text = (folder / "graph.html").read_text()
    tree = etree.HTML(text)
    data = json.loads(tree.xpath("//script[@id='graph']/text()")[0])
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", ""), "no address of the net"
    assert len(tree.xpath("//script")) == 2 and not tree.xpath("//b | //img"), "nothing broke out"
    edges = sum(len(arrow["edges"]) for arrow in data["arrows"])
    assert all(edge["evidence"] for arrow in data["arrows"] for edge in arrow["edges"])
    return f"{len(data['nodes'])} nodes, {edges} edges"
