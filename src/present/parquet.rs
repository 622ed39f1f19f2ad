//! Tables for pandas, R, DuckDB and Spark, with the columns of the public views.

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::exporter::{Exporter, rounded};
use crate::model::{Date, Evidence, Node};
use crate::query::Edge;

/// Rows that are held at once: they are written together, column by column.
const GROUP: usize = 65_536;

/// The nodes, as the view `entities`.
pub struct EntitiesParquet<'w>(Table<'w>);

/// The edges, as the view `relations`.
pub struct RelationsParquet<'w>(Table<'w>);

/// What each sentence says, as the view `claims`.
pub struct ClaimsParquet<'w>(Table<'w>);

/// A file on its way, with the rows that are not written yet.
struct Table<'w> {
    /// None once it is closed.
    file: Option<SerializedFileWriter<&'w mut (dyn Write + Send)>>,
    columns: Vec<Column>,
    rows: usize,
}

enum Column {
    /// With 0 for each that is missing and 1 for each that is there.
    Text(Vec<ByteArray>, Vec<i16>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
    Truth(Vec<bool>),
}

enum Cell<'c> {
    Text(Option<&'c str>),
    Integer(i64),
    Real(f64),
    Truth(bool),
}

impl<'w> Table<'w> {
    /// Names of columns come with their types: `int64 id`, `double confidence`, `boolean generic`; a text may be missing.
    fn new(out: &'w mut (dyn Write + Send), name: &str, columns: &str) -> io::Result<Self> {
        let (mut kinds, mut fields) = (Vec::new(), String::new());
        for column in columns.split(',').map(str::trim) {
            kinds.push(match column.split(' ').next() {
                Some("int64") => Column::Integer(Vec::new()),
                Some("double") => Column::Real(Vec::new()),
                Some("boolean") => Column::Truth(Vec::new()),
                _ => Column::Text(Vec::new(), Vec::new()),
            });
            fields += &match column.split_once(' ') {
                Some(_) => format!("required {column}; "),
                None => format!("optional binary {column} (UTF8); "),
            };
        }
        let schema = parse_message_type(&format!("message {name} {{ {fields}}}")).map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Table {
            file: Some(file),
            columns: kinds,
            rows: 0,
        })
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Column::Text(values, there), Cell::Text(text)) => {
                    there.push(text.is_some().into());
                    values.extend(text.map(ByteArray::from));
                }
                (Column::Integer(values), Cell::Integer(number)) => values.push(*number),
                (Column::Real(values), Cell::Real(number)) => values.push(*number),
                (Column::Truth(values), Cell::Truth(truth)) => values.push(*truth),
                _ => return Err(io::Error::other("a cell is not of its column's type")),
            }
        }
        self.rows += 1;
        if self.rows == GROUP { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(file) = self.file.as_mut().filter(|_| self.rows > 0) else {
            return Ok(());
        };
        self.rows = 0;
        let mut write = || {
            let mut group = file.next_row_group()?;
            for column in &mut self.columns {
                let Some(mut writer) = group.next_column()? else { break };
                match column {
                    Column::Text(values, there) => {
                        let (values, there) = (mem::take(values), mem::take(there));
                        writer
                            .typed::<ByteArrayType>()
                            .write_batch(&values, Some(&there), None)?
                    }
                    Column::Integer(values) => {
                        writer
                            .typed::<Int64Type>()
                            .write_batch(&mem::take(values), None, None)?
                    }
                    Column::Real(values) => writer
                        .typed::<DoubleType>()
                        .write_batch(&mem::take(values), None, None)?,
                    Column::Truth(values) => writer.typed::<BoolType>().write_batch(&mem::take(values), None, None)?,
                };
                writer.close()?;
            }
            group.close()?;
            Ok(())
        };
        write().map_err(failed)
    }

    fn end(&mut self) -> io::Result<()> {
        self.flush()?;
        match self.file.take() {
            Some(file) => file.close().map(drop).map_err(failed),
            None => Ok(()),
        }
    }
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        // What the disk said is more use than who heard it.
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    }
}

impl<'w> EntitiesParquet<'w> {
    pub fn new(out: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let columns = "int64 id, key, kind, name, code, state, boolean generic, int64 articles";
        Ok(EntitiesParquet(Table::new(out, "entities", columns)?))
    }
}

impl Exporter for EntitiesParquet<'_> {
    fn node(&mut self, _: &mut dyn Write, node: &Node) -> io::Result<()> {
        self.0.row(&[
            Cell::Integer(node.id),
            Cell::Text(Some(&node.key)),
            Cell::Text(Some(node.kind.name())),
            Cell::Text(Some(&node.name)),
            Cell::Text(node.code.as_deref()),
            Cell::Text(node.state.as_deref()),
            Cell::Truth(node.generic),
            Cell::Integer(node.articles.into()),
        ])
    }

    fn edge(&mut self, _: &mut dyn Write, _: &Edge, _: &[Evidence]) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.0.end()
    }
}

impl<'w> RelationsParquet<'w> {
    pub fn new(out: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let columns = "int64 id, int64 head_id, head, type, class, boolean symmetric, int64 tail_id, tail, polarity, modality, \
                       first_date, last_date, int64 claims, int64 sources, double confidence";
        Ok(RelationsParquet(Table::new(out, "relations", columns)?))
    }
}

impl Exporter for RelationsParquet<'_> {
    fn node(&mut self, _: &mut dyn Write, _: &Node) -> io::Result<()> {
        Ok(())
    }

    fn edge(&mut self, _: &mut dyn Write, edge: &Edge, _: &[Evidence]) -> io::Result<()> {
        self.0.row(&[
            Cell::Integer(edge.id),
            Cell::Integer(edge.head),
            Cell::Text(Some(&edge.head_name)),
            Cell::Text(Some(&edge.relation)),
            Cell::Text(Some(edge.class.name())),
            Cell::Truth(edge.symmetric),
            Cell::Integer(edge.tail),
            Cell::Text(Some(&edge.tail_name)),
            Cell::Text(Some(edge.polarity.name())),
            Cell::Text(Some(edge.modality.name())),
            Cell::Text(date(edge.first_date).as_deref()),
            Cell::Text(date(edge.last_date).as_deref()),
            Cell::Integer(edge.claims.into()),
            Cell::Integer(edge.sources.into()),
            Cell::Real(rounded(edge.confidence)),
        ])
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.0.end()
    }
}

impl<'w> ClaimsParquet<'w> {
    pub fn new(out: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let columns = "int64 relation_id, int64 head_id, head, type, class, int64 tail_id, tail, polarity, modality, speaker, \
                       office, date, sentence, evidence, double confidence, rule, article, title, source, published, url";
        Ok(ClaimsParquet(Table::new(out, "claims", columns)?))
    }
}

impl Exporter for ClaimsParquet<'_> {
    fn evidence(&self) -> usize {
        u32::MAX as usize
    }

    fn node(&mut self, _: &mut dyn Write, _: &Node) -> io::Result<()> {
        Ok(())
    }

    fn edge(&mut self, _: &mut dyn Write, edge: &Edge, evidence: &[Evidence]) -> io::Result<()> {
        for claim in evidence {
            self.0.row(&[
                Cell::Integer(edge.id),
                Cell::Integer(edge.head),
                Cell::Text(Some(&edge.head_name)),
                Cell::Text(Some(&edge.relation)),
                Cell::Text(Some(edge.class.name())),
                Cell::Integer(edge.tail),
                Cell::Text(Some(&edge.tail_name)),
                Cell::Text(Some(claim.polarity.name())),
                Cell::Text(Some(claim.modality.name())),
                Cell::Text(claim.speaker.as_deref()),
                Cell::Text(claim.office.as_deref()),
                Cell::Text(date(claim.date).as_deref()),
                Cell::Text(Some(&claim.sentence)),
                Cell::Text(Some(&claim.words)),
                Cell::Real(rounded(claim.confidence)),
                Cell::Text(Some(&claim.rule)),
                Cell::Text(Some(&claim.article)),
                Cell::Text(claim.title.as_deref()),
                Cell::Text(claim.source.as_deref()),
                Cell::Text(date(claim.published).as_deref()),
                Cell::Text(claim.url.as_deref()),
            ])?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.0.end()
    }
}

fn date(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
