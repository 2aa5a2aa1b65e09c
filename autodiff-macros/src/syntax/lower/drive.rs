//! Loops over sequences: each item goes through the stages behind the source, then to the body of the loop.

use super::Lowering;
use super::branch::Exit;
use super::iteration::Header;
use super::sequence::{Indexed, Item, Sequence, Source};
use crate::graph::{Name, Range, Space, Ty};
use syn::parse_quote;

/// What a loop does with an item.
pub(super) type ItemBody<'b, 'a> = &'b mut dyn FnMut(&mut Lowering<'a>, Item);

impl<'a> Lowering<'a> {
    /// Runs a loop over a sequence: `body` gets each item.
    pub(super) fn drive(&mut self, sequence: Option<Sequence>, mut header: Header, body: ItemBody<'_, 'a>) {
        let span = header.span;
        let Some(sequence) = sequence.map(Sequence::unfolded) else { return };
        header.changed.extend(sequence.changed());
        header.breaks |= sequence.ends_early();
        let Sequence { source, stages } = sequence;
        let stages = self.open_stages(stages, &mut header.changed, span);
        self.drive_source(source, header, &mut |this, item| this.staged(&stages, item, span, body));
    }

    fn drive_source(&mut self, source: Source, mut header: Header, body: ItemBody<'_, 'a>) {
        let span = header.span;
        match source {
            Source::Words(iterator) => {
                header.space = Space::Items(iterator);
                header.items = vec![(Some(Name::generated("item")), Ty::Unknown)];
                self.run_loop(header, &mut |this, items| body(this, Item::Value(items[0])));
            }
            Source::Chain(left, right) => self.drive_chain(*left, *right, header, body),
            Source::Indexed(indexed) => {
                let (indexed, reversed) = match indexed {
                    Indexed::Rev(inner) => (*inner, true),
                    other => (other, false),
                };
                header.items = vec![(Some(Name::generated("index")), Ty::Constant)];
                if let Indexed::Range(range) = indexed {
                    header.space = Space::Range(Range { reversed, ..range });
                    self.run_loop(header, &mut |this, items| body(this, Item::Value(items[0])));
                    return;
                }
                // Without an end there are more items than anybody can ask for.
                let end = match self.len_of(&indexed, span) {
                    Some(len) => len,
                    None => self.constant_code(parse_quote!(usize::MAX), Ty::Constant, span),
                };
                let start = self.literal_index(0, span);
                header.space = Space::Range(Range { start, end, inclusive: false, reversed });
                self.run_loop(header, &mut |this, items| {
                    let item = this.item(&indexed, items[0], span);
                    body(this, item);
                });
            }
        }
    }

    /// One loop after the other. Where control may leave both, they are parts of a loop that runs once.
    fn drive_chain(&mut self, left: Sequence, right: Sequence, header: Header, body: ItemBody<'_, 'a>) {
        if !header.breaks && header.leaves.is_empty() && !header.is_part {
            self.drive(Some(left), header.clone(), body);
            self.drive(Some(right), header, body);
            return;
        }
        let span = header.span;
        let frame = self.next_frame();
        self.run_loop(header, &mut |this, _| {
            for part in [&left, &right] {
                if this.exit == Exit::Falls {
                    let header = this.part_header(span);
                    this.drive(Some(part.clone()), header, body);
                }
            }
            if this.exit == Exit::Falls {
                this.break_frame(frame, span);
            }
        });
    }

    /// The header of a loop that is a part of the loop around it: what ends the one ends the other.
    pub(super) fn part_header(&self, span: proc_macro2::Span) -> Header {
        Header { is_part: true, ..self.header(self.carried(), span) }
    }
}
