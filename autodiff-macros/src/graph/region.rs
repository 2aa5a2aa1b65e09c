//! What concerns a region with all regions inside it.

use super::{End, Graph, Inst, Region, Set, Value};

impl Graph {
    /// Changes what is read in a region and in those inside it: operands, and what regions yield.
    pub(crate) fn replace_reads(&mut self, region: Region, mut replace: impl FnMut(&mut Value)) {
        let mut regions = vec![region];
        for inst in self.walk(region) {
            self[inst].node.for_each_operand_mut(&mut replace);
            regions.extend(self[inst].node.regions());
        }
        for region in regions {
            if let End::Yield(values) = &mut self[region].end {
                values.iter_mut().for_each(&mut replace);
            }
        }
    }

    /// The region that an instruction is in.
    pub(crate) fn home(&self, inst: Inst) -> Region {
        let inner = self.walk(self.body).into_iter().flat_map(|inst| self[inst].node.regions().to_vec());
        let mut regions = std::iter::once(self.body).chain(inner);
        regions
            .find(|region| self[*region].insts.contains(&inst))
            .expect("an instruction of a graph is in a region of it")
    }

    /// The values that a region and those inside it define.
    pub(crate) fn defined_in(&self, region: Region) -> Set<Value> {
        let mut defined: Set<Value> = self[region].parameters.iter().copied().collect();
        for inst in self.walk(region) {
            defined.extend(&self[inst].results);
            defined.extend(self[inst].node.regions().iter().flat_map(|inner| &self[*inner].parameters));
        }
        defined
    }
}
