//! How deep objects stand in each other by reference: pages in branches of pages, drawings in drawings.

use lopdf::{Document, Object, ObjectId};
use std::collections::HashMap;

/// Pages stand in branches, and drawings in drawings, no deeper than this; in an honest file it is fewer than thirty.
const HIGHEST: usize = 200;
/// These lead back, on to a neighbour, or to where a click leads; whoever draws a page doesn't follow them.
const ASIDE: [&[u8]; 19] = [
    b"Parent",
    b"P",
    b"Popup",
    b"IRT",
    b"Dest",
    b"D",
    b"A",
    b"B",
    b"K",
    b"V",
    b"Pg",
    b"Next",
    b"Prev",
    b"First",
    b"Last",
    b"Data",
    b"PieceInfo",
    b"Names",
    b"StructTreeRoot",
];

/// Whether what is drawn stands too deep for a reader that calls itself.
pub(super) fn too_high(document: &Document) -> bool {
    let Ok(pages) = document.catalog().and_then(|catalogue| catalogue.get(b"Pages")).and_then(Object::as_reference)
    else {
        return false;
    };
    // An object that is on its way counts for nothing: readers notice rings.
    let mut heights = HashMap::from([(pages, 0)]);
    let mut way = vec![(pages, references(document, pages), 0)];
    while let Some((id, children, highest)) = way.last_mut() {
        let Some(child) = children.pop() else {
            let (id, height) = (*id, *highest + 1);
            heights.insert(id, height);
            way.pop();
            if height > HIGHEST {
                return true;
            }
            if let Some((_, _, highest)) = way.last_mut() {
                *highest = (*highest).max(height);
            }
            continue;
        };
        match heights.get(&child) {
            Some(height) => *highest = (*highest).max(*height),
            None => {
                heights.insert(child, 0);
                way.push((child, references(document, child), 0));
            }
        }
    }
    false
}

/// What an object names of other objects.
fn references(document: &Document, id: ObjectId) -> Vec<ObjectId> {
    let mut found = Vec::new();
    let mut open: Vec<&Object> = document.objects.get(&id).into_iter().collect();
    while let Some(object) = open.pop() {
        let dictionary = match object {
            Object::Reference(id) => {
                found.push(*id);
                continue;
            }
            Object::Array(list) => {
                open.extend(list);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        open.extend(dictionary.iter().filter(|(key, _)| !ASIDE.contains(&key.as_slice())).map(|(_, value)| value));
    }
    found
}
