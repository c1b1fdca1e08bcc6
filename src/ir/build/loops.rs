//! Loops: headers, the representations of their parameters, back-edges.

use super::env::Abs;
use super::frame::{Header, Key};
use super::{Builder, Built, Stop, refuse};
use crate::ir::{Rep, Target, Terminator, V};
use crate::object::Value;

impl Builder<'_> {
    pub(super) fn place(&self, pc: u32, r: u16) -> super::Place {
        (self.top().chain, pc, r)
    }

    /// The present block goes on into the loop whose header is `pc`.
    pub(super) fn open_header(&mut self, pc: u32, copy: u32) -> Built {
        self.enter_frames(pc)?;
        let flow = self.top().flow.clone();
        let Some(l) = flow.loop_at(pc) else {
            return Ok(());
        };
        let regs: Vec<u16> = flow
            .live(pc)
            .iter()
            .filter(|&r| l.assigned.has(r))
            .collect();
        for &r in &regs {
            self.settle_entry(pc, r)?;
        }
        let before = self.g.add_block();
        self.end_jump(before);
        self.at = before;
        // Where hoisted guards failed, nothing is hoisted again.
        if !self.blocked_header(pc) {
            let state = self.state(pc)?;
            self.g.block_mut(before).state = Some(state);
        }
        let block = self.g.add_block();
        let mut args = Vec::new();
        let mut header = Vec::new();
        for &r in &regs {
            let abs = self.env.regs[usize::from(r)];
            let mut params = Vec::new();
            for v in abs.parts() {
                args.push(v);
                let rep = self.g.rep(v);
                params.push(self.g.add_param(block, rep));
            }
            let abs = abs.with_parts(&params);
            self.env.regs[usize::from(r)] = abs;
            header.push((r, abs));
        }
        self.g.block_mut(before).end = Terminator::Jump(Target { block, args });
        self.at = block;
        let entered = self.env.entered;
        self.top_mut().headers.insert(
            (pc, copy),
            Header {
                block,
                regs: header,
                entered,
            },
        );
        Ok(())
    }

    /// Gives register `r` the representation on entry of the loop at `pc` that earlier attempts found right.
    pub(super) fn settle_entry(&mut self, pc: u32, r: u16) -> Built {
        let hint = self.hints.get(&self.place(pc, r)).copied();
        let abs = self.env.regs[usize::from(r)];
        let new = match (abs, hint) {
            // may be unbound on entry and bound in the loop
            (Abs::Empty, _) => self.constant(Value::EMPTY),
            (Abs::Value(v), Some(Rep::I64)) => self.as_int(v, pc)?,
            (Abs::Value(v), Some(Rep::F64)) => self.as_float(v, pc)?,
            (Abs::Value(v), Some(Rep::Bool)) => self.as_bool(v, pc)?,
            (Abs::Value(v), Some(_)) => self.boxed(v),
            (other, Some(Rep::Val)) => self.made(other)?,
            _ => return Ok(()),
        };
        self.env.regs[usize::from(r)] = Abs::Value(new);
        Ok(())
    }

    /// Notes a guess for the loop at `pc`: the graph is built anew.
    pub(super) fn again<X>(&mut self, pc: u32, r: u16, rep: Rep) -> Built<X> {
        let place = self.place(pc, r);
        self.hints.insert(place, rep);
        Err(Stop::Again)
    }

    /// The present block goes back to the header of a loop.
    pub(super) fn close_loop(&mut self, key: Key) -> Built {
        let pc = key.0;
        let Some(h) = self.top().headers.get(&key) else {
            return refuse("irreducible control flow");
        };
        let (block, regs, entered) = (h.block, h.regs.clone(), h.entered);
        if entered != self.env.entered {
            return refuse("a loop enters frames");
        }
        let mut args = Vec::new();
        for (r, expected) in regs {
            let mut abs = self.env.regs[usize::from(r)];
            if abs == Abs::Empty {
                abs = Abs::Value(self.constant(Value::EMPTY));
            }
            if !abs.same_kind(expected) {
                return self.again(pc, r, Rep::Val);
            }
            for (v, p) in abs.parts().into_iter().zip(expected.parts()) {
                args.push(self.fit(pc, r, v, self.g.rep(p))?);
            }
        }
        self.g.block_mut(self.at).end = Terminator::Jump(Target { block, args });
        Ok(())
    }

    /// `v` in representation `rep`, as the header at `pc` wants register `r`.
    pub(super) fn fit(&mut self, pc: u32, r: u16, v: V, rep: Rep) -> Built<V> {
        let have = self.g.rep(v);
        if have == rep {
            return Ok(v);
        }
        let hint = self.hints.get(&self.place(pc, r)).copied();
        match (rep, have) {
            (Rep::Val, _) => {
                // computed unboxed: better so on entry too, unless that failed
                if hint.is_none() && !self.blocked_header(pc) && self.hintable(pc, r) {
                    return self.again(pc, r, have);
                }
                Ok(self.boxed(v))
            }
            (_, Rep::Val) if !self.blocked_header(pc) && self.known(v).is_none() => match rep {
                Rep::I64 => self.as_int(v, pc),
                Rep::F64 => self.as_float(v, pc),
                _ => self.as_bool(v, pc),
            },
            _ => self.again(pc, r, Rep::Val),
        }
    }

    /// Could register `r` be unboxed where the loop at `pc` is entered? Not when it holds a constant of another type there.
    pub(super) fn hintable(&self, pc: u32, r: u16) -> bool {
        let f = self.top();
        let header = f.headers.get(&(pc, f.copy));
        let Some((_, Abs::Value(param))) =
            header.and_then(|h| h.regs.iter().find(|(x, _)| *x == r))
        else {
            return false;
        };
        let Some(h) = header else { return false };
        let Some(at) = self.g.block(h.block).params.iter().position(|p| p == param) else {
            return false;
        };
        // the entry's argument
        self.g.blocks.iter().all(|b| {
            b.end
                .targets()
                .filter(|t| t.block == h.block)
                .all(|t| t.args.get(at).is_none_or(|&a| self.known(a).is_none()))
        })
    }
}
