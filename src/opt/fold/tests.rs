//! Each rule, by the operation that becomes another.

use super::super::{plain, run_on_text};

/// What every test begins with.
const BEFORE: &str = "b0:
    v0: val = ReadReg 0, 0
    v1: i64 = UnboxInt v0, s0
    v2: val = ReadReg 0, 1
    v3: f64 = UnboxFloat v2, s0
    v4: val = ReadReg 0, 2
    v5: bool = UnboxBool v4, s0
    v6: val = ReadReg 0, 3
    v7: i64 = ConstI64 7
    v8: i64 = AddOvf v1, v7, s0
    v9: f64 = AddF v3, v3";

/// Folds `BEFORE`, `lines` and a use of `v20`; what stands between `BEFORE` and the end, and the use.
#[track_caller]
fn check(lines: &str, expected: &str) {
    let kind = lines
        .lines()
        .find_map(|l| l.trim().strip_prefix("v20: "))
        .and_then(|l| l.split(' ').next())
        .unwrap_or("");
    let text = match kind {
        "" => format!("{BEFORE}\n{lines}\n return v0"),
        kind => format!("{BEFORE}\n{lines}\n jump b1(v20)\nb1(v30: {kind}):\n return v0"),
    };
    let state = "s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}\n\
                 s1: code=0x1 pc=1 base=0 entered fn=v0 then=unit regs{}";
    let got = plain(&run_on_text("fold", &format!("{text}\n{state}")).unwrap());
    let (before, _) = got.split_once("\nb1(").unwrap_or((&got, ""));
    let before = before.split("\ns0:").next().unwrap_or("");
    let rest = before.strip_prefix(&plain(BEFORE)).unwrap_or(before);
    let rest = rest.trim().trim_end_matches("return v0").trim_end();
    let rest = rest.replace("jump b1(v20)", "");
    assert_eq!(plain(&rest), plain(expected), "\n{got}");
}

/// `v20` of two integer constants becomes `expected`.
#[track_caller]
fn ints(op: &str, a: i64, b: i64, expected: &str) {
    let state = if op.ends_with("Ovf") || op == "CheckBounds" {
        ", s1"
    } else {
        ""
    };
    let consts = format!("v18: i64 = ConstI64 {a}\nv19: i64 = ConstI64 {b}");
    check(
        &format!("{consts}\nv20: i64 = {op} v18, v19{state}"),
        &format!("{consts}\n{expected}"),
    );
}

#[test]
fn integer_constants() {
    let is = |i: i64| format!("v20: i64 = ConstI64 {i}");
    ints("Add", 2, 3, &is(5));
    ints("AddOvf", i64::MAX, 1, "exit s1");
    ints("Add", i64::MAX, 1, "v20: i64 = Add v18, v19");
    ints("SubOvf", i64::MIN, 1, "exit s1");
    ints("MulOvf", 1 << 32, 1 << 31, "exit s1");
    ints("MulOvf", i64::MIN, -1, "exit s1");
    ints("MulOvf", -3, 4, &is(-12));
    for (a, b, div, rest) in [
        (7, 2, 3, 1),
        (-7, 2, -4, 1),
        (7, -2, -4, -1),
        (-7, -2, 3, -1),
    ] {
        ints("FloorDivOvf", a, b, &is(div));
        ints("ModuloOvf", a, b, &is(rest));
        ints("FloorDiv", a, b, &is(div));
    }
    ints("FloorDivOvf", 7, 0, "exit s1");
    ints("ModuloOvf", i64::MIN, -1, "exit s1");
    ints("ShlOvf", 1, 62, &is(1 << 62));
    ints("ShlOvf", 1, 63, "exit s1");
    ints("ShlOvf", -1, 63, &is(i64::MIN));
    ints("ShlOvf", 0, 64, "exit s1");
    ints("ShlOvf", 1, -1, "exit s1");
    ints("ShrOvf", -8, 1, &is(-4));
    ints("ShrOvf", -8, 1000, &is(-1));
    ints("ShrOvf", 8, -1, "exit s1");
    ints("Min", 2, -3, &is(-3));
    ints("WrapIndex", -1, 5, &is(4));
    ints("WrapIndex", 7, 5, &is(7));
    ints("CheckBounds", 4, 5, &is(4));
    ints("CheckBounds", 5, 5, "exit s1");
    ints("CheckBounds", -1, 5, "exit s1");
}

/// `op`, on `v1` and perhaps the constant `v19`, becomes `expected`: a value, or an operation.
#[track_caller]
fn one(rep: &str, op: &str, constant: &str, expected: &str) {
    let consts = if constant.is_empty() {
        String::new()
    } else {
        format!("v19: {constant}\n")
    };
    let lines = format!("{consts}v20: {rep} = {op}");
    if expected.starts_with('v') {
        check(&lines, &format!("{consts}jump b1({expected})"));
    } else if expected.starts_with("exit") {
        check(&lines, &format!("{consts}{expected}"));
    } else {
        check(&lines, &format!("{consts}v20: {rep} = {expected}"));
    }
}

#[test]
fn integer_identities() {
    let zero = "i64 = ConstI64 0";
    let unit = "i64 = ConstI64 1";
    let ones = "i64 = ConstI64 -1";
    let three = "i64 = ConstI64 3";
    one("i64", "AddOvf v1, v19, s1", zero, "v1");
    one("i64", "AddOvf v19, v1, s1", three, "AddOvf v1, v19, s1");
    one("i64", "SubOvf v19, v1, s1", zero, "SubOvf v19, v1, s1");
    one("i64", "SubOvf v1, v1, s1", "", "ConstI64 0");
    one("i64", "MulOvf v19, v1, s1", unit, "v1");
    one("i64", "MulOvf v1, v19, s1", zero, "ConstI64 0");
    one("i64", "And v1, v19", ones, "v1");
    one("i64", "Or v1, v19", ones, "ConstI64 -1");
    one("i64", "Xor v1, v1", "", "ConstI64 0");
    one("i64", "FloorDivOvf v1, v19, s1", three, "FloorDiv v1, v19");
    one("i64", "FloorDivOvf v1, v19, s1", ones, "exit s1");
    one("i64", "ModuloOvf v1, v19, s1", three, "Modulo v1, v19");
    one("i64", "ModuloOvf v1, v19, s1", zero, "exit s1");
    one("i64", "Modulo v1, v19", unit, "ConstI64 0");
    one("i64", "ShrOvf v1, v19, s1", three, "Shr v1, v19");
    one("i64", "ShlOvf v1, v19, s1", three, "ShlOvf v1, v19, s1");
    one("i64", "WrapIndex v19, v1", three, "v19");
    one("i64", "WrapIndex v19, v1", ones, "Add v1, v19");
}

#[test]
fn boxes() {
    one("val", "BoxInt v1", "", "v0");
    one("val", "BoxSmall v1", "", "v0");
    one("val", "BoxFloat v3", "", "v2");
    one("val", "BoxBool v5", "", "v4");
    one("val", "BoxInt v8", "", "BoxInt v8");
    one("val", "BoxInt v7", "", "ConstVal 0xfffc000000000007");
    one(
        "val",
        "BoxFloat v19",
        "f64 = ConstF64 0x3ff8000000000000",
        "ConstVal 0x3ff9000000000000",
    );
    one("i64", "UnboxInt v19, s1", "val = BoxSmall v8", "v8");
    one("i64", "UnboxInt v19, s1", "val = BoxFloat v9", "exit s1");
    one(
        "i64",
        "UnboxInt v19, s1",
        "val = ConstVal 0xfffc000000000007",
        "ConstI64 7",
    );
    one("i64", "UnboxInt v19, s1", "val = ConstVal 0x2", "exit s1");
    one(
        "i64",
        "UnboxInt v19, s1",
        "val = GuardIs v6, 0xfffc000000000007, s0",
        "ConstI64 7",
    );
    one(
        "f64",
        "UnboxFloat v19, s1",
        "val = ConstVal 0x3ff9000000000000",
        "ConstF64 0x3ff8000000000000",
    );
    one(
        "f64",
        "UnboxNumber v19, s1",
        "val = ConstVal 0xfffc000000000007",
        "ConstF64 0x401c000000000000",
    );
    one(
        "f64",
        "UnboxNumber v19, s1",
        "val = BoxSmall v8",
        "I64ToF64 v8",
    );
    one(
        "f64",
        "UnboxNumber v19, s1",
        "val = BoxInt v8",
        "UnboxNumber v19, s1",
    );
    one(
        "bool",
        "UnboxBool v19, s1",
        "val = ConstVal 0xe",
        "ConstBool true",
    );
}

#[test]
fn an_unboxed_box_is_checked_to_fit() {
    check(
        "v19: val = BoxInt v8
         v20: i64 = UnboxInt v19, s1",
        "v19: val = BoxInt v8
         v31: i64 = ConstI64 -562949953421312
         v32: bool = Cmp ge, v8, v31
         GuardTrue v32, s1
         v34: i64 = ConstI64 562949953421311
         v35: bool = Cmp le, v8, v34
         GuardTrue v35, s1
         jump b1(v8)",
    );
}

#[test]
fn guards() {
    one("val", "GuardBound v19, s1", "val = BoxInt v8", "v19");
    one("val", "GuardBound v19, s1", "val = ConstVal 0x2", "v19");
    one("val", "GuardBound v19, s1", "val = ConstVal 0x0", "exit s1");
    one("val", "GuardIs v19, 0x2, s1", "val = ConstVal 0x2", "v19");
    one(
        "val",
        "GuardIs v19, 0x2, s1",
        "val = ConstVal 0x6",
        "exit s1",
    );
    one(
        "val",
        "GuardIs v19, 0x2, s1",
        "val = BoxFloat v9",
        "exit s1",
    );
    one(
        "val",
        "GuardType v19, 5, s1",
        "val = GuardType v6, 5, s0",
        "v19",
    );
    one(
        "val",
        "GuardType v19, 5, s1",
        "val = GuardType v6, 6, s0",
        "exit s1",
    );
    one(
        "val",
        "GuardShape v19, 5, s1",
        "val = GuardShape v6, 6, s0",
        "GuardShape v19, 5, s1",
    );
    one(
        "val",
        "GuardShape v19, 5, s1",
        "val = ConstVal 0x2",
        "exit s1",
    );
    check(
        "v19: bool = ConstBool true\nGuardTrue v19, s1",
        "v19: bool = ConstBool true",
    );
    check(
        "v19: bool = ConstBool false\nGuardTrue v19, s1",
        "v19: bool = ConstBool false\nexit s1",
    );
}

#[test]
fn conditions() {
    one("bool", "Cmp lt, v7, v1", "", "Cmp gt, v1, v7");
    one("bool", "Cmp le, v1, v1", "", "ConstBool true");
    one(
        "bool",
        "Cmp gt, v1, v19",
        "i64 = ConstI64 9223372036854775807",
        "ConstBool false",
    );
    one("bool", "CmpF eq, v3, v3", "", "CmpF eq, v3, v3");
    one("bool", "Not v19", "bool = Cmp lt, v1, v8", "Cmp ge, v1, v8");
    one("bool", "Not v19", "bool = CmpF lt, v3, v3", "Not v19");
    one(
        "bool",
        "Not v19",
        "bool = CmpF eq, v3, v3",
        "CmpF ne, v3, v3",
    );
    one("bool", "Not v19", "bool = Not v5", "v5");
    one("bool", "Same v6, v6", "", "ConstBool true");
    one("bool", "Same v19, v4", "val = BoxFloat v9", "Same v19, v4");
    one("bool", "IsInt v19", "val = ConstVal 0x2", "ConstBool false");
    check(
        "v18: i64 = BoolToI64 v5\nv19: i64 = ConstI64 0\nv20: bool = Cmp eq, v18, v19",
        "v18: i64 = BoolToI64 v5\nv19: i64 = ConstI64 0\nv20: bool = Not v5",
    );
    check(
        "v18: val = BoxInt v8\nv19: val = ConstVal 0x2\nv20: bool = Same v19, v18",
        "v18: val = BoxInt v8\nv19: val = ConstVal 0x2\nv20: bool = ConstBool false",
    );
}

#[test]
fn floats() {
    let unit = "f64 = ConstF64 0x3ff0000000000000";
    let zero = "f64 = ConstF64 0x0";
    let minus_zero = "f64 = ConstF64 0x8000000000000000";
    one("f64", "MulF v3, v19", unit, "v3");
    one("f64", "MulF v19, v3", unit, "v3");
    one("f64", "MulF v3, v19", zero, "MulF v3, v19");
    one("f64", "DivF v3, v19", unit, "v3");
    one("f64", "AddF v3, v19", zero, "AddF v3, v19");
    one("f64", "SubF v3, v19", zero, "v3");
    one("f64", "SubF v3, v19", minus_zero, "SubF v3, v19");
    one("f64", "NegF v19", "f64 = NegF v3", "v3");
    one("f64", "AddF v19, v19", unit, "ConstF64 0x4000000000000000");
    one("f64", "NegF v19", zero, "ConstF64 0x8000000000000000");
    one("f64", "DivF v19, v19", zero, "DivF v19, v19");
    one("f64", "I64ToF64 v7", "", "ConstF64 0x401c000000000000");
    one(
        "i64",
        "F64ToI64 v19, s1",
        "f64 = ConstF64 0xc01e000000000000",
        "ConstI64 -7",
    );
    one(
        "i64",
        "F64ToI64 v19, s1",
        "f64 = ConstF64 0x43e0000000000000",
        "F64ToI64 v19, s1",
    );
}

#[test]
fn branches() {
    let state = "s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}";
    let test = |line: &str, branch: &str, expected: &str| {
        let after = "b1:\nreturn v0\nb2:\nreturn v6\n";
        let text = format!("{BEFORE}\n{line}\nbranch {branch}\n{after}{state}");
        let got = plain(&run_on_text("fold", &text).unwrap());
        assert_eq!(
            got,
            plain(&format!("{BEFORE}\n{line}\n{expected}\n{after}{state}"))
        );
    };
    test("v20: bool = ConstBool true", "v20, b1, b2", "jump b1");
    test("v20: bool = ConstBool false", "v20, b1, b2", "jump b2");
    test("v20: bool = Not v5", "v20, b1, b2", "branch v5, b2, b1");
    test("v20: bool = Same v0, v6", "v20, b1, b1", "jump b1");
}
