//! A random program on a random graph, compared with a model of what is reachable.

use std::collections::{HashMap, HashSet};

use super::*;

/// The graph as it should be: by object address, a serial number and the children. Slot 0 of each object holds its serial.
struct Model {
    objects: HashMap<u64, (u64, Vec<u64>)>,
}

impl Model {
    fn reachable(&self, roots: &[u64]) -> HashSet<u64> {
        let mut found = HashSet::new();
        let mut work: Vec<u64> = roots.iter().copied().filter(|&root| root != 0).collect();
        while let Some(obj) = work.pop() {
            if found.insert(obj) {
                work.extend(self.objects[&obj].1.iter().filter(|&&child| child != 0));
            }
        }
        found
    }
}

fn run(seed: u64, steps: usize, options: HeapOptions) {
    let mut world = World::new(options);
    let mut random = Random(seed);
    let mut model = Model {
        objects: HashMap::new(),
    };
    world.roots.resize(64, 0);
    for step in 0..steps {
        let at = random.below(64);
        match random.below(100) {
            // A new object, of any class or large, referring to some roots.
            0..60 => {
                let slots = match random.below(40) {
                    0 => random.below(4000),
                    1..5 => random.below(200),
                    _ => random.below(8),
                };
                let obj = world.array(slots + 1);
                let serial = step as u64 * 8 + 2;
                set(obj, 1, serial);
                let children: Vec<u64> =
                    (0..slots).map(|_| world.roots[random.below(64)]).collect();
                children
                    .iter()
                    .enumerate()
                    .for_each(|(index, &child)| set(obj, 2 + index, child));
                model.objects.insert(obj as u64, (serial, children));
                world.roots[at] = obj as u64;
            }
            // A store into a reachable object.
            60..90 => {
                let (obj, child) = (world.roots[at], world.roots[random.below(64)]);
                if let Some((_, children)) = model
                    .objects
                    .get_mut(&obj)
                    .filter(|(_, children)| !children.is_empty())
                {
                    let index = random.below(children.len());
                    children[index] = child;
                    set(obj as *mut Header, 2 + index, child);
                }
            }
            90..99 => world.roots[at] = 0,
            _ if step % 10 == 0 => compare(&mut world, &mut model),
            _ => world.heap.collect(),
        }
    }
    compare(&mut world, &mut model);
}

#[expect(
    clippy::iter_over_hash_type,
    reason = "each object is checked by itself"
)]
fn compare(world: &mut World, model: &mut Model) {
    let reachable = model.reachable(&world.roots);
    let mut found = HashSet::new();
    world
        .heap
        .for_each_object(&mut |obj| assert!(found.insert(obj as u64)));
    assert_eq!(found, reachable);
    model.objects.retain(|obj, _| reachable.contains(obj));
    for (&obj, (serial, children)) in &model.objects {
        let obj = obj as *mut Header;
        assert_eq!(
            (get(obj, 0), get(obj, 1)),
            (children.len() as u64 + 1, *serial)
        );
        assert!(
            children
                .iter()
                .enumerate()
                .all(|(index, &child)| get(obj, 2 + index) == child)
        );
    }
}

#[test]
fn a_random_graph_agrees_with_its_model() {
    for seed in 0..8 {
        run(seed, 20_000, HeapOptions::default());
    }
}

#[test]
fn a_random_graph_agrees_with_its_model_under_stress() {
    run(
        100,
        3_000,
        HeapOptions {
            gc_stress: 1,
            ..HeapOptions::default()
        },
    );
    run(
        101,
        10_000,
        HeapOptions {
            gc_stress: 7,
            ..HeapOptions::default()
        },
    );
}
