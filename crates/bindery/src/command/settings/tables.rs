//! A table of the settings file that may be there several times: `[epub]`, or `[[epub]]` for each
//! book.
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use jiff::civil::Date;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// The tables of one kind. The settings of a command that makes one output are those of the first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables<T> {
    first: T,
    rest: Vec<T>,
    is_there: bool,
}

impl<T> Tables<T> {
    /// One table.
    pub(crate) fn one(settings: T) -> Tables<T> {
        Tables {
            first: settings,
            rest: Vec::new(),
            is_there: true,
        }
    }

    /// All tables, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let first = self.is_there.then_some(&mut self.first);
        first.into_iter().chain(&mut self.rest)
    }

    /// All tables.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        let first = self.is_there.then_some(&self.first);
        first.into_iter().chain(&self.rest)
    }
}

impl<T> Deref for Tables<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.first
    }
}

impl<'de, T: Default + Deserialize<'de>> Deserialize<'de> for Tables<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TablesVisitor(PhantomData))
    }
}

struct TablesVisitor<T>(PhantomData<T>);

impl<'de, T: Default + Deserialize<'de>> Visitor<'de> for TablesVisitor<T> {
    type Value = Tables<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table, or an array of tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Tables<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Tables::one)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut tables: A) -> Result<Tables<T>, A::Error> {
        let Some(first) = tables.next_element()? else {
            return Ok(Tables::default());
        };
        let mut rest = Vec::new();
        while let Some(table) = tables.next_element()? {
            rest.push(table);
        }
        Ok(Tables {
            first,
            rest,
            is_there: true,
        })
    }
}

/// Which posts an output takes. What is said here comes before what the settings file says at its
/// top.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filters {
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) collections: Vec<String>,
}
