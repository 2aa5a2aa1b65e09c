//! Numbers, vectors and matrices out of JSON, with errors that name the field.

use std::error::Error;
use std::fmt::Display;
use std::path::Path;
use std::{array, fs};

use serde_json::Value;

/// What an example fails with: a sentence.
pub type Failure = Box<dyn Error>;

/// A JSON object of which fields are read by name.
pub struct Record {
    path: String,
    value: Value,
}

/// Reads a file of the folder `data` of this package, one object a line; a file with one object may have more lines.
///
/// # Errors
///
/// The file cannot be read, or is not JSON.
pub fn read(file: &str) -> Result<Vec<Record>, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    serde_json::Deserializer::from_str(&text)
        .into_iter()
        .enumerate()
        .map(|(index, value)| {
            let path = format!("{file}[{index}]");
            let value = value.map_err(|error| format!("{path} is not JSON: {error}"))?;
            Ok(Record { path, value })
        })
        .collect()
}

impl Record {
    /// The field `key`, an object itself.
    ///
    /// # Errors
    ///
    /// There is no such field.
    pub fn field(&self, key: &str) -> Result<Record, Failure> {
        let path = format!("{}.{key}", self.path);
        let value = self.value.get(key).ok_or_else(|| format!("{path} is missing"))?;
        Ok(Record { value: value.clone(), path })
    }

    /// The field `key`, a text.
    ///
    /// # Errors
    ///
    /// There is no such field, or it is no text.
    pub fn text(&self, key: &str) -> Result<String, Failure> {
        let field = self.field(key)?;
        let text = field.value.as_str().ok_or_else(|| field.is_not("a text"))?;
        Ok(text.to_owned())
    }

    /// The field `key`, a number.
    ///
    /// # Errors
    ///
    /// There is no such field, or it is no number.
    pub fn number(&self, key: &str) -> Result<f64, Failure> {
        self.field(key)?.to_number()
    }

    /// The field `key`, a whole number that is not negative.
    ///
    /// # Errors
    ///
    /// There is no such field, or it is no such number.
    pub fn count(&self, key: &str) -> Result<usize, Failure> {
        self.field(key)?.to_count()
    }

    /// The field `key`, a list of whole numbers that are not negative.
    ///
    /// # Errors
    ///
    /// There is no such field, or it is no such list.
    pub fn counts(&self, key: &str) -> Result<Vec<usize>, Failure> {
        self.field(key)?.elements()?.iter().map(Record::to_count).collect()
    }

    /// The field `key`, `N` numbers.
    ///
    /// # Errors
    ///
    /// There is no such field, or it is not `N` numbers.
    pub fn vector<const N: usize>(&self, key: &str) -> Result<[f64; N], Failure> {
        self.field(key)?.to_vector()
    }

    /// The field `key`, a matrix of `R` rows of `C` numbers.
    ///
    /// # Errors
    ///
    /// There is no such field, or it is no such matrix.
    pub fn matrix<const R: usize, const C: usize>(&self, key: &str) -> Result<[[f64; C]; R], Failure> {
        let field = self.field(key)?;
        let rows = field.elements()?;
        if rows.len() != R {
            return Err(field.is_not(format!("a list of {R} rows")));
        }
        let mut matrix = [[0.0; C]; R];
        for (row, record) in matrix.iter_mut().zip(&rows) {
            *row = record.to_vector()?;
        }
        Ok(matrix)
    }

    fn to_number(&self) -> Result<f64, Failure> {
        self.value.as_f64().ok_or_else(|| self.is_not("a number"))
    }

    fn to_count(&self) -> Result<usize, Failure> {
        let count = self.value.as_u64().and_then(|count| usize::try_from(count).ok());
        count.ok_or_else(|| self.is_not("a count"))
    }

    fn to_vector<const N: usize>(&self) -> Result<[f64; N], Failure> {
        let elements = self.elements()?;
        if elements.len() != N {
            return Err(self.is_not(format!("a list of {N} numbers")));
        }
        let numbers = elements.iter().map(Record::to_number).collect::<Result<Vec<f64>, Failure>>()?;
        Ok(array::from_fn(|index| numbers[index]))
    }

    fn elements(&self) -> Result<Vec<Record>, Failure> {
        let list = self.value.as_array().ok_or_else(|| self.is_not("a list"))?;
        let record =
            |(index, value): (usize, &Value)| Record { path: format!("{}[{index}]", self.path), value: value.clone() };
        Ok(list.iter().enumerate().map(record).collect())
    }

    fn is_not(&self, what: impl Display) -> Failure {
        format!("{} is not {what}", self.path).into()
    }
}
