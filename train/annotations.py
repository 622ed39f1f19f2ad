"""Our annotations of news items -> annotated documents as `relgraph train` and `train.py` read them.

    python train/annotations.py SHARED OUT

`annotations.jsonl` holds labels and byte offsets only: the texts are other people's. This script
looks them up in SHARED/news/*.jsonl, cuts each to the length that was annotated, and writes
OUT/ID.json and OUT/ID.txt in the form of SHARED/gold/GUIDE.md.

1,690 items and passages of `news`, none of them in SHARED/gold, were annotated by
careful readers after the guide (12,260 entities, 14,680 relations). A passage names its item (`of`) and where it
begins (`from`).
"""

import json
import sys
from pathlib import Path


def main(shared: Path, out: Path) -> None:
    items = {}
    for path in sorted((shared / "news").glob("*.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            item = json.loads(line)
            items[item["id"]] = item
    out.mkdir(parents=True, exist_ok=True)
    lines = Path(__file__).with_name("annotations.jsonl").read_text(encoding="utf8").splitlines()
    written = 0
    for line in lines:
        labels = json.loads(line)
        item = items.get(labels.get("of", labels["id"]))
        if item is None:
            print(f"{labels.get('of', labels['id'])} is not in {shared}/news: passed over", file=sys.stderr)
            continue
        title = (item.get("title") or "").strip()
        whole = (title + "\n\n" if title else "") + item["text"]
        # The last byte is the line's end that follows every text.
        data = whole.encode()[labels.get("from", 0) : labels["bytes"] - 1] + b"\n"

        def words(span):
            return data[span[0] : span[1]].decode()

        entities = []
        for entity in labels["entities"]:
            mentions = [words(span) for span in entity["at"]]
            named = {"id": entity["id"], "kind": entity["kind"], "name": mentions[0], "mentions": mentions}
            if "code" in entity:
                named["code"] = entity["code"]
            entities.append(named)
        relations = []
        for relation in labels["relations"]:
            span = relation.pop("at", None)
            relations.append(relation | {"evidence": words(span) if span else ""})
        document = {"id": labels["id"], "entities": entities, "relations": relations}
        (out / f"{labels['id']}.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf8")
        (out / f"{labels['id']}.txt").write_bytes(data)
        written += 1
    print(f"{written} of {len(lines)} annotated documents in {out}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
