use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that says nothing in most posts, and then takes one word of memory. A copy shares it,
/// until one of both is changed.
///
/// ```
/// use bindery_model::{Details, Seldom};
///
/// let mut details: Seldom<Details> = Seldom::default();
/// assert_eq!(details.description, None);
/// details.description = Some("On fish".to_owned());
/// assert_eq!(details.description.as_deref(), Some("On fish"));
/// ```
#[derive(Debug, Clone)]
pub struct Seldom<T>(Option<Arc<T>>);

/// What has a value that says nothing.
pub trait Empty: Clone + Default + PartialEq + 'static {
    /// That value; it equals the default.
    fn empty() -> &'static Self;
}

impl<T: Empty> Seldom<T> {
    pub(crate) fn is_empty(&self) -> bool {
        **self == *T::empty()
    }

    /// The value itself; a copy if others share it.
    pub fn into_inner(self) -> T {
        self.0.map(Arc::unwrap_or_clone).unwrap_or_default()
    }
}

impl<T> Default for Seldom<T> {
    fn default() -> Seldom<T> {
        Seldom(None)
    }
}

impl<T: Empty> Deref for Seldom<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(value) => value,
            None => T::empty(),
        }
    }
}

impl<T: Empty> DerefMut for Seldom<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl<T: Empty> From<T> for Seldom<T> {
    fn from(value: T) -> Seldom<T> {
        Seldom((value != *T::empty()).then(|| Arc::new(value)))
    }
}

impl<T: Empty> PartialEq for Seldom<T> {
    fn eq(&self, other: &Seldom<T>) -> bool {
        **self == **other
    }
}

impl<T: Empty + Hash> Hash for Seldom<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        T::hash(self, state);
    }
}

impl<T: Empty + Serialize> Serialize for Seldom<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

impl<'de, T: Empty + Deserialize<'de>> Deserialize<'de> for Seldom<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Seldom<T>, D::Error> {
        T::deserialize(deserializer).map(Seldom::from)
    }
}
