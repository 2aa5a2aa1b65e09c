//! Where values live: which region defines a value, and which regions lie inside which.

use crate::graph::{Graph, Inst, Region, Value};

/// The region that defines each value, and the region around each region.
pub(crate) struct Homes {
    home: Vec<Option<Region>>,
    parent: Vec<Option<Region>>,
}

impl Homes {
    /// Finds the homes of all values in the function.
    pub(crate) fn of(graph: &Graph) -> Self {
        let mut homes = Homes { home: vec![None; graph.value_count()], parent: vec![None; graph.region_count()] };
        homes.visit(graph, graph.body);
        homes
    }

    fn visit(&mut self, graph: &Graph, region: Region) {
        for &parameter in &graph[region].parameters {
            self.home[parameter.index()] = Some(region);
        }
        for &inst in &graph[region].insts {
            for &result in &graph[inst].results {
                self.home[result.index()] = Some(region);
            }
            for &inner in graph[inst].node.regions() {
                self.parent[inner.index()] = Some(region);
                self.visit(graph, inner);
            }
        }
    }

    /// The region that defines a value.
    pub(crate) fn home(&self, value: Value) -> Option<Region> {
        self.home.get(value.index()).copied().flatten()
    }

    /// Whether an instruction with a result is in a region or in one inside it.
    pub(crate) fn is_inst_inside(&self, graph: &Graph, inst: Inst, region: Region) -> bool {
        graph[inst].results.first().is_some_and(|result| self.is_inside(*result, region))
    }

    /// Whether a region is another one or inside it.
    pub(crate) fn is_region_inside(&self, inner: Region, outer: Region) -> bool {
        let mut current = Some(inner);
        while let Some(region) = current {
            if region == outer {
                return true;
            }
            current = self.parent.get(region.index()).copied().flatten();
        }
        false
    }

    /// Whether a value is defined in a region itself.
    pub(crate) fn is_at(&self, value: Value, region: Region) -> bool {
        self.home.get(value.index()).copied().flatten() == Some(region)
    }

    /// Whether a value is defined in a region or in one inside it.
    pub(crate) fn is_inside(&self, value: Value, region: Region) -> bool {
        let mut current = self.home.get(value.index()).copied().flatten();
        while let Some(home) = current {
            if home == region {
                return true;
            }
            current = self.parent[home.index()];
        }
        false
    }

    /// A new result of a branch lives where the branch does.
    pub(super) fn at_home_of_branch(&mut self, value: Value, branch: Region) {
        let home = self.parent[branch.index()];
        self.settle(value, home);
    }

    /// A value lives in a region.
    pub(super) fn settle(&mut self, value: Value, home: Option<Region>) {
        if self.home.len() <= value.index() {
            self.home.resize(value.index() + 1, None);
        }
        self.home[value.index()] = home;
    }

    /// A region's contents have moved to the region around it.
    pub(super) fn dissolve(&mut self, region: Region, into: Region) {
        for home in &mut self.home {
            if *home == Some(region) {
                *home = Some(into);
            }
        }
        for parent in &mut self.parent {
            if *parent == Some(region) {
                *parent = Some(into);
            }
        }
    }
}
