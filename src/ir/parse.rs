//! The parser of what `show` prints; for tests. Total: bad text is an error that names the line.

use super::show::Imm;
use super::{
    Block, FrameState, Graph, Op, Operand, Rep, State, Target, Terminator, Then, V, ValueData,
};

/// Gives the operands of an operation in the order of the table.
pub trait OperandReader {
    /// What is wrong with the text.
    type Error;
    /// A value.
    fn value(&mut self) -> Result<V, Self::Error>;
    /// Several values.
    fn values(&mut self) -> Result<Box<[V]>, Self::Error>;
    /// A frame state.
    fn state(&mut self) -> Result<State, Self::Error>;
    /// Data.
    fn imm<T: Imm>(&mut self) -> Result<T, Self::Error>;
}

/// `f()`: a place for `?`.
pub(super) fn attempt<T, E>(f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    f()
}

/// What is wrong with a line.
type Parsed<T = ()> = Result<T, String>;

/// Numbers in the text are below this.
const MOST: u32 = 1 << 20;

/// Reads a graph.
///
/// # Errors
/// The first line that is not as `show` prints it, and why.
pub fn parse(text: &str) -> Result<Graph, String> {
    let mut reader = Reader {
        g: Graph::new(),
        at: None,
        defined: Vec::new(),
        blocks: Vec::new(),
        states: Vec::new(),
        unnamed: Vec::new(),
    };
    for (i, line) in text.lines().enumerate() {
        let code = line.split('#').next().unwrap_or("").trim();
        if !code.is_empty() {
            reader
                .line(code)
                .map_err(|what| format!("line {}: {what}: {code}", i + 1))?;
        }
    }
    reader.finish()
}

/// The graph read so far.
struct Reader {
    g: Graph,
    /// The block under way.
    at: Option<Block>,
    /// Which values, blocks and states were defined.
    defined: Vec<bool>,
    blocks: Vec<bool>,
    states: Vec<bool>,
    /// Operations without result: they get numbers at the end.
    unnamed: Vec<(Block, usize, Op)>,
}

/// Marks `i`; was it marked before?
fn mark(all: &mut Vec<bool>, i: u32) -> bool {
    let i = i as usize;
    if all.len() <= i {
        all.resize(i + 1, false);
    }
    std::mem::replace(&mut all[i], true)
}

/// Stands where no value was defined.
const GAP: ValueData = ValueData::Op(Op::ConstBool { value: false });

impl Reader {
    fn line(&mut self, code: &str) -> Parsed {
        let mut c = Cursor::new(code);
        if let Some(b) = c.number('b') {
            return self.block(b, c);
        }
        if let Some(s) = c.number('s') {
            return self.state(s, c);
        }
        let Some(b) = self.at else {
            return Err("no block has begun".to_string());
        };
        if let Some(v) = c.number('v') {
            c.expect(":")?;
            let rep = c.rep()?;
            c.expect("=")?;
            let op = c.op()?;
            if op.rep() != rep || rep == Rep::Void {
                return Err(format!("the result is {}", op.rep().name()));
            }
            self.define(v, ValueData::Op(op))?;
            self.g.block_mut(b).ops.push(V(v));
            return Ok(());
        }
        match c.peek() {
            "jump" | "branch" | "return" | "exit" | "unreachable" => {
                self.g.block_mut(b).end = c.end()?;
                self.at = None;
            }
            _ => {
                let op = c.op()?;
                if op.rep() != Rep::Void {
                    return Err("the result has no name".to_string());
                }
                // A place for it, filled in at the end.
                let ops = &mut self.g.block_mut(b).ops;
                ops.push(V(u32::MAX));
                let place = ops.len() - 1;
                self.unnamed.push((b, place, op));
            }
        }
        Ok(())
    }

    fn define(&mut self, v: u32, data: ValueData) -> Parsed {
        if mark(&mut self.defined, v) {
            return Err(format!("v{v} is defined twice"));
        }
        if self.g.values.len() <= v as usize {
            self.g.values.resize(v as usize + 1, GAP);
        }
        self.g.values[v as usize] = data;
        Ok(())
    }

    fn grow_blocks(&mut self, b: Block) {
        while self.g.blocks.len() <= b.0 as usize {
            self.g.add_block();
        }
    }

    /// `b1(v2: i64) state s3:`
    fn block(&mut self, b: u32, mut c: Cursor<'_>) -> Parsed {
        if self.at.is_some() {
            return Err("the block before it has no end".to_string());
        }
        if mark(&mut self.blocks, b) {
            return Err(format!("b{b} is defined twice"));
        }
        let block = Block(b);
        self.grow_blocks(block);
        for (v, rep) in c.list(Cursor::param)?.unwrap_or_default() {
            self.define(v.0, ValueData::Param(block, rep))?;
            self.g.block_mut(block).params.push(v);
        }
        if c.skip("state") {
            let s = c.numbered('s')?;
            self.g.block_mut(block).state = Some(State(s));
        }
        c.expect(":")?;
        c.finish()?;
        self.at = Some(block);
        Ok(())
    }

    fn state(&mut self, s: u32, mut c: Cursor<'_>) -> Parsed {
        if mark(&mut self.states, s) {
            return Err(format!("s{s} is defined twice"));
        }
        let state = c.frame_state()?;
        while self.g.states.len() <= s as usize {
            self.g.states.push(state.clone());
        }
        self.g.states[s as usize] = state;
        Ok(())
    }

    fn finish(mut self) -> Result<Graph, String> {
        if self.at.is_some() {
            return Err("the last block has no end".to_string());
        }
        for (b, place, op) in std::mem::take(&mut self.unnamed) {
            let v = self.g.add_value(ValueData::Op(op));
            self.defined.resize(v.0 as usize, false);
            self.defined.push(true);
            self.g.block_mut(b).ops[place] = v;
        }
        self.all_defined()?;
        Ok(self.g)
    }

    /// Everything that is used has a definition.
    fn all_defined(&self) -> Parsed {
        let mut missing = None;
        let known = |all: &[bool], i: u32| all.get(i as usize).copied().unwrap_or(false);
        let mut value = |v: V| {
            if !known(&self.defined, v.0) {
                missing = Some(format!("v{} is not defined", v.0));
            }
        };
        for (i, data) in self.g.values.iter().enumerate() {
            if let ValueData::Op(op) = data
                && known(&self.defined, i as u32)
            {
                op.for_each_use(&mut value);
            }
        }
        for block in &self.g.blocks {
            block.end.for_each_use(&mut value);
        }
        for state in &self.g.states {
            state.for_each_value(&mut value);
        }
        let ops = self.g.values.iter().filter_map(|v| match v {
            ValueData::Op(op) => Some(op),
            ValueData::Param(..) => None,
        });
        let left = ops.filter_map(Op::state);
        let blocks = &self.g.blocks;
        let named = left
            .chain(blocks.iter().filter_map(|b| b.state))
            .chain(blocks.iter().filter_map(|b| b.end.state()))
            .chain(self.g.states.iter().filter_map(|s| s.parent));
        for s in named {
            if !known(&self.states, s.0) {
                missing = Some(format!("s{} is not defined", s.0));
            }
        }
        for t in blocks.iter().flat_map(|b| b.end.targets()) {
            if !known(&self.blocks, t.block.0) {
                missing = Some(format!("b{} is not defined", t.block.0));
            }
        }
        missing.map_or(Ok(()), Err)
    }
}

/// The rest of a line.
struct Cursor<'a> {
    rest: &'a str,
    /// Does the next operand come without a comma?
    first: bool,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Cursor<'a> {
        Cursor {
            rest: text.trim_start(),
            first: true,
        }
    }

    /// The next word or punctuation, which stays.
    fn peek(&self) -> &'a str {
        let word = |c: char| c.is_ascii_alphanumeric() || "_-[];".contains(c);
        let end = self
            .rest
            .find(|c| !word(c))
            .filter(|&end| end > 0)
            .or_else(|| {
                self.rest
                    .chars()
                    .next()
                    .filter(|&c| !word(c))
                    .map(char::len_utf8)
            })
            .unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    fn next(&mut self) -> &'a str {
        let word = self.peek();
        self.rest = self.rest[word.len()..].trim_start();
        word
    }

    fn skip(&mut self, what: &str) -> bool {
        let found = self.peek() == what;
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, what: &str) -> Parsed {
        if self.skip(what) {
            Ok(())
        } else {
            Err(format!("`{what}` expected before `{}`", self.rest))
        }
    }

    fn finish(&self) -> Parsed {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(format!("`{}` is too much", self.rest))
        }
    }

    /// `v12` for `v`; `None` (and nothing is read) when the next word is something else.
    fn number(&mut self, letter: char) -> Option<u32> {
        let digits = self.peek().strip_prefix(letter)?;
        let number: u32 = digits.parse().ok()?;
        if number >= MOST || !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.next();
        Some(number)
    }

    fn numbered(&mut self, letter: char) -> Parsed<u32> {
        self.number(letter)
            .ok_or_else(|| format!("`{letter}` with a number expected before `{}`", self.rest))
    }

    fn v(&mut self) -> Parsed<V> {
        self.numbered('v').map(V)
    }

    fn reg(&mut self) -> Parsed<u16> {
        let r = self.numbered('r')?;
        u16::try_from(r).map_err(|_| "no such register".to_string())
    }

    fn rep(&mut self) -> Parsed<Rep> {
        Rep::from_name(self.next()).ok_or_else(|| "no such representation".to_string())
    }

    fn imm_word<T: Imm>(&mut self) -> Parsed<T> {
        let word = self.next();
        T::parse(word).ok_or_else(|| format!("`{word}` is not expected here"))
    }

    /// `(a, b)`; `None` when there is no parenthesis.
    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Parsed<T>) -> Parsed<Option<Vec<T>>> {
        if !self.skip("(") {
            return Ok(None);
        }
        let mut all = Vec::new();
        while !self.skip(")") {
            if !all.is_empty() {
                self.expect(",")?;
            }
            all.push(one(self)?);
        }
        Ok(Some(all))
    }

    /// `v1: i64`
    fn param(&mut self) -> Parsed<(V, Rep)> {
        let v = self.v()?;
        self.expect(":")?;
        Ok((v, self.rep()?))
    }

    /// `(v1, v2, ...)` of a known length.
    fn exactly<const N: usize>(&mut self) -> Parsed<[V; N]> {
        let all = self.list(Cursor::v)?.unwrap_or_default();
        all.try_into().map_err(|_| format!("{N} values expected"))
    }

    fn op(&mut self) -> Parsed<Op> {
        let name = self.next();
        self.first = true;
        let op =
            Op::parse_operands(name, self).ok_or_else(|| format!("`{name}` is no operation"))??;
        self.finish()?;
        Ok(op)
    }

    fn end(&mut self) -> Parsed<Terminator> {
        let end = match self.next() {
            "jump" => Terminator::Jump(self.target()?),
            "branch" => {
                let cond = self.v()?;
                self.expect(",")?;
                let yes = self.target()?;
                self.expect(",")?;
                let no = self.target()?;
                Terminator::Branch { cond, yes, no }
            }
            "return" => Terminator::Return(self.v()?),
            "exit" => Terminator::Exit(State(self.numbered('s')?)),
            _ => Terminator::Unreachable,
        };
        self.finish()?;
        Ok(end)
    }

    fn target(&mut self) -> Parsed<Target> {
        let block = Block(self.numbered('b')?);
        let args = self.list(Cursor::v)?.unwrap_or_default();
        Ok(Target { block, args })
    }

    /// `name=`
    fn field(&mut self, name: &str) -> Parsed {
        self.expect(name)?;
        self.expect("=")
    }

    fn frame_state(&mut self) -> Parsed<FrameState> {
        self.expect(":")?;
        self.field("code")?;
        let code = self.imm_word()?;
        self.field("pc")?;
        let pc = self.imm_word()?;
        self.field("base")?;
        let base = self.imm_word()?;
        let entered = self.skip("entered");
        let kept = self.skip("kept");
        self.field("fn")?;
        let function = self.v()?;
        self.field("then")?;
        let then = self.then()?;
        self.expect("regs")?;
        let regs = self.regs()?;
        let parent = if self.skip("parent") {
            self.expect("=")?;
            Some(State(self.numbered('s')?))
        } else {
            None
        };
        self.finish()?;
        Ok(FrameState {
            parent,
            code,
            function,
            base,
            pc,
            regs,
            kept,
            entered,
            then,
        })
    }

    fn then(&mut self) -> Parsed<Then> {
        let then = match self.next() {
            "unit" => return Ok(Then::Unit),
            "frame" => {
                self.expect("(")?;
                Then::ToFrame { dst: self.reg()? }
            }
            "construct" => {
                self.expect("(")?;
                let dst = self.reg()?;
                self.expect(",")?;
                Then::Construct {
                    dst,
                    object: self.v()?,
                }
            }
            other => return Err(format!("`{other}` is no end of a frame")),
        };
        self.expect(")")?;
        Ok(then)
    }

    fn regs(&mut self) -> Parsed<Box<[(u16, Operand)]>> {
        self.expect("{")?;
        let mut all = Vec::new();
        while !self.skip("}") {
            if !all.is_empty() {
                self.expect(",")?;
            }
            let r = self.reg()?;
            self.expect("=")?;
            all.push((r, self.frame_operand()?));
        }
        Ok(all.into())
    }

    fn frame_operand(&mut self) -> Parsed<Operand> {
        if let Some(v) = self.number('v') {
            return Ok(Operand::Value(V(v)));
        }
        Ok(match self.next() {
            "range" => {
                let [start, stop, step] = self.exactly()?;
                Operand::Range { start, stop, step }
            }
            word @ ("range_iter" | "range_past") => {
                let past = word == "range_past";
                let [next, stop, step] = self.exactly()?;
                Operand::RangeIter {
                    next,
                    stop,
                    step,
                    past,
                }
            }
            "seq_iter" => {
                let [seq, at] = self.exactly()?;
                Operand::SeqIter { seq, at }
            }
            other => return Err(format!("`{other}` is no operand of a state")),
        })
    }

    fn comma(&mut self) -> Parsed {
        if std::mem::replace(&mut self.first, false) {
            Ok(())
        } else {
            self.expect(",")
        }
    }
}

impl OperandReader for Cursor<'_> {
    type Error = String;

    fn value(&mut self) -> Parsed<V> {
        self.comma()?;
        self.v()
    }

    fn values(&mut self) -> Parsed<Box<[V]>> {
        self.comma()?;
        let all = self.list(Cursor::v)?.ok_or("`(` expected")?;
        Ok(all.into())
    }

    fn state(&mut self) -> Parsed<State> {
        self.comma()?;
        self.numbered('s').map(State)
    }

    fn imm<T: Imm>(&mut self) -> Parsed<T> {
        self.comma()?;
        self.imm_word()
    }
}

#[cfg(test)]
mod tests {
    use super::super::show::show;
    use super::*;

    const TEXT: &str = "\
b0:
  v0: val = ReadReg 0, 1
  v1: i64 = UnboxInt v0, s0
  v2: f64 = ConstF64 0x3ff8000000000000  # 1.5
  v3: val = ConstVal 0xfffc000000000005  # 5
  jump b1(v1, v0)
b1(v4: i64, v5: val) state s0:
  v6: i64 = ConstI64 -10
  v7: bool = Cmp lt, v4, v6
  GuardTrue v7, s2
  Step [r1;r2], (v0, v5), s2
  v8: val = CallVal get_item, (v0, v3), s2
  LeaveFrame s3
  branch v7, b1(v6, v8), b3
b3:
  exit s4
s0: code=0x10 pc=3 base=0 entered fn=v0 then=unit regs{r1=v0, r2=v2}
s2: code=0x20 pc=1 base=8 fn=v0 then=construct(r3, v0) regs{r0=range_iter(v1, v4, v6), r7=seq_iter(v0, v1)} parent=s0
s3: code=0x20 pc=1 base=8 entered fn=v0 then=frame(r4) regs{} parent=s0
s4: code=0x10 pc=3 base=0 entered kept fn=v0 then=unit regs{}
";

    #[test]
    fn text_round_trips() {
        let g = parse(TEXT).unwrap();
        assert_eq!(show(&g), TEXT);
        assert_eq!(parse(&show(&g)), Ok(g));
    }

    #[test]
    fn bad_text_is_an_error_with_its_line() {
        for (text, error) in [
            ("b0:\n  v1: i64 = Nothing", "line 2: `Nothing`"),
            (
                "b0:\n  v1: i64 = ConstBool true",
                "line 2: the result is bool",
            ),
            ("b0:\n  v1: i64 = Add v1", "line 2: `,` expected"),
            ("b0:\n  jump b1", "b1 is not defined"),
            ("b0:\n  return v1", "v1 is not defined"),
            ("b0:\n  exit s1", "s1 is not defined"),
            ("b0:\nb0:", "line 2: the block before it has no end"),
            ("b0:\n  unreachable\nb0:", "line 3: b0 is defined twice"),
            ("v1: i64 = ConstI64 1", "line 1: no block has begun"),
            ("b99999999999:", "line 1"),
            ("b9999999:", "line 1"),
            ("b0:\n  v1: i64 = ConstI64 1 2", "line 2: `2` is too much"),
            (
                "b0:\n  unreachable\ns0: code=0x1 pc=1",
                "line 3: `base` expected",
            ),
        ] {
            let got = parse(text).unwrap_err();
            assert!(got.starts_with(error), "{got}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        for cut in 0..TEXT.len() {
            for byte in ["", "(", "é", ",", "#", "9", "b", "="] {
                let _ = parse(&format!("{}{byte}{}", &TEXT[..cut], &TEXT[cut..]));
                let _ = parse(&format!("{}{byte}", &TEXT[..cut]));
                if cut > 0 {
                    let _ = parse(&format!("{}{byte}{}", &TEXT[..cut - 1], &TEXT[cut..]));
                }
            }
        }
    }
}
