//! What was changed in a PDF after a signature. Further signatures, and what archives keep beside them, are not a change of what was
//! signed; everything else is. Whatever is not plainly one of these counts as a change.

use super::document::{array, dictionary, form};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// What may differ in the catalogue.
const CATALOGUE: [&[u8]; 5] = [b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Version"];

/// Whether `new`, a later state of `old`, has nothing but further signatures.
pub(super) fn only_signatures(old: &Document, new: &Document) -> bool {
    let root = named(old, b"Root");
    if root.is_none() || named(new, b"Root") != root {
        return false;
    }
    let pages = old.get_pages();
    if pages != new.get_pages() {
        return false;
    }
    let metadata = old.catalog().ok().and_then(|root| root.get(b"Metadata").ok()?.as_reference().ok());
    let fields = referred(old, form(old).and_then(|form| form.get(b"Fields").ok()));
    old.objects.iter().all(|(id, before)| {
        let Ok(after) = new.get_object(*id) else { return false };
        if same(before, after) || named(old, b"Info") == Some(*id) || metadata == Some(*id) {
            return true;
        }
        if Some(*id) == root {
            return catalogue(old, new, before, after);
        }
        if pages.values().any(|page| page == id) {
            return page(old, new, before, after);
        }
        // The form, its list of fields, or a page's list of marks, where these are objects of their own.
        if is_form(old, *id) {
            return form_grew(old, new, before, after);
        }
        if let (Ok(before), Ok(after)) = (before.as_array(), after.as_array()) {
            return grew(new, before, after);
        }
        fields.contains(id) && newly_signed(before, after)
    })
}

/// What the trailer names.
fn named(document: &Document, key: &[u8]) -> Option<ObjectId> {
    document.trailer.get(key).and_then(Object::as_reference).ok()
}

fn is(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

fn catalogue(old: &Document, new: &Document, before: &Object, after: &Object) -> bool {
    let (Ok(before), Ok(after)) = (before.as_dict(), after.as_dict()) else { return false };
    if !same_but(before, after, &CATALOGUE) {
        return false;
    }
    let form = |dictionary: &Dictionary| dictionary.get(b"AcroForm").ok().cloned();
    match (form(before), form(after)) {
        (None, None) => true,
        (Some(before), Some(after)) => form_grew(old, new, &before, &after),
        (None, Some(after)) => {
            let empty = Object::Dictionary(Dictionary::new());
            form_grew(old, new, &empty, &after)
        }
        (Some(_), None) => false,
    }
}

fn is_form(document: &Document, id: ObjectId) -> bool {
    let form = document.catalog().ok().and_then(|root| root.get(b"AcroForm").ok()?.as_reference().ok());
    form == Some(id)
}

fn form_grew(old: &Document, new: &Document, before: &Object, after: &Object) -> bool {
    let (Some(before), Some(after)) = (dictionary(old, before), dictionary(new, after)) else { return false };
    let fields = |document, form: &Dictionary| -> Vec<Object> {
        form.get(b"Fields").ok().and_then(|fields| array(document, fields)).cloned().unwrap_or_default()
    };
    same_but(before, after, &[b"Fields", b"SigFlags"]) && grew(new, &fields(old, before), &fields(new, after))
}

fn page(old: &Document, new: &Document, before: &Object, after: &Object) -> bool {
    let (Ok(before), Ok(after)) = (before.as_dict(), after.as_dict()) else { return false };
    let marks = |document, page: &Dictionary| -> Vec<Object> {
        page.get(b"Annots").ok().and_then(|marks| array(document, marks)).cloned().unwrap_or_default()
    };
    same_but(before, after, &[b"Annots"]) && grew(new, &marks(old, before), &marks(new, after))
}

/// Whether a list has all that it had, in its order, and beside it only signature fields.
fn grew(new: &Document, before: &[Object], after: &[Object]) -> bool {
    let signature = |object: &Object| {
        dictionary(new, object).is_some_and(|field| is(field, b"FT", b"Sig") && is(field, b"Subtype", b"Widget"))
    };
    let mut old = before.iter().peekable();
    for object in after {
        if old.peek().is_some_and(|next| same(next, object)) {
            old.next();
        } else if !signature(object) {
            return false;
        }
    }
    old.next().is_none()
}

/// Whether an empty signature field was signed.
fn newly_signed(before: &Object, after: &Object) -> bool {
    let (Ok(before), Ok(after)) = (before.as_dict(), after.as_dict()) else { return false };
    is(before, b"FT", b"Sig") && !before.has(b"V") && same_but(before, after, &[b"V", b"AP", b"M", b"F"])
}

fn referred(document: &Document, list: Option<&Object>) -> Vec<ObjectId> {
    let list = list.and_then(|list| array(document, list));
    list.into_iter().flatten().filter_map(|one| one.as_reference().ok()).collect()
}

fn same_but(before: &Dictionary, after: &Dictionary, but: &[&[u8]]) -> bool {
    let kept = |one: &Dictionary, other: &Dictionary| {
        one.iter()
            .all(|(key, value)| but.contains(&key.as_slice()) || other.get(key).is_ok_and(|other| same(value, other)))
    };
    kept(before, after) && kept(after, before)
}

fn same(one: &Object, other: &Object) -> bool {
    match (one, other) {
        (Object::Dictionary(one), Object::Dictionary(other)) => same_but(one, other, &[]),
        (Object::Stream(one), Object::Stream(other)) => {
            one.content == other.content && same_but(&one.dict, &other.dict, &[])
        }
        (Object::Array(one), Object::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Object::String(one, _), Object::String(other, _)) => one == other,
        (one, other) => one == other,
    }
}
