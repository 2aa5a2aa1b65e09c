//! Tables of numbers, each row with its class, out of CSV.

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use crate::json::Failure;

/// Rows of numbers, and the class of each row.
pub struct Dataset {
    /// All numbers, row by row.
    pub features: Vec<f64>,
    /// How many numbers a row has.
    pub columns: usize,
    /// The class of each row, an index into `names`.
    pub classes: Vec<usize>,
    /// What the classes are called.
    pub names: Vec<String>,
}

/// Reads a file of the folder `data` of this package. Its first line has the number of rows, the number of columns and
/// the names of the classes; each further line has the numbers of a row, then its class.
///
/// # Errors
///
/// The file cannot be read, or is not as described.
pub fn read(file: &str) -> Result<Dataset, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_path(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let header = reader.headers()?.clone();
    let (rows, columns): (usize, usize) = (field(&header, 0)?, field(&header, 1)?);
    let names: Vec<String> = header.iter().skip(2).map(str::to_owned).collect();

    let (mut features, mut classes) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record?;
        for column in 0..columns {
            features.push(field(&record, column)?);
        }
        let class = field(&record, columns)?;
        if class >= names.len() || record.len() != columns + 1 {
            return Err(format!("{file} has a row that is not as its first line says: {record:?}").into());
        }
        classes.push(class);
    }
    if classes.len() != rows {
        return Err(format!("{file} has {} rows instead of {rows}", classes.len()).into());
    }
    Ok(Dataset { features, columns, classes, names })
}

/// The field at an index, parsed.
fn field<T: std::str::FromStr>(record: &StringRecord, index: usize) -> Result<T, Failure> {
    let text = record.get(index).and_then(|text| text.parse().ok());
    text.ok_or_else(|| format!("field {index} is missing or not a number: {record:?}").into())
}

impl Dataset {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.features.chunks_exact(self.columns)
    }

    /// Two tables: the rows but for every `n`-th, and those.
    pub fn split(&self, n: usize) -> (Dataset, Dataset) {
        let empty =
            || Dataset { features: Vec::new(), columns: self.columns, classes: Vec::new(), names: self.names.clone() };
        let (mut most, mut others) = (empty(), empty());
        for (index, (row, &class)) in self.rows().zip(&self.classes).enumerate() {
            let part = if index % n == 0 { &mut others } else { &mut most };
            part.features.extend(row);
            part.classes.push(class);
        }
        (most, others)
    }

    /// The mean of each column and its standard deviation.
    pub fn scales(&self) -> Vec<(f64, f64)> {
        let count = self.classes.len() as f64;
        let scale = |column: usize| {
            let values = || self.rows().map(move |row| row[column]);
            let mean = values().sum::<f64>() / count;
            (mean, (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt())
        };
        (0..self.columns).map(scale).collect()
    }

    /// Counts each column in standard deviations from its mean, both as given.
    pub fn standardize(&mut self, scales: &[(f64, f64)]) {
        for (value, (mean, deviation)) in self.features.iter_mut().zip(scales.iter().cycle()) {
            *value = (*value - mean) / deviation;
        }
    }
}
