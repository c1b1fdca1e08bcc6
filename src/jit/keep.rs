//! Calls from cold code in the middle of hot loops that leave the registers as they are.
//!
//! C's calling convention keeps no register of floats over a call. A call that is hardly ever made would put every float that lives around it into memory in every round of the
//! loop, so such calls go through a function that saves what the callee may overwrite.
#![cfg_attr(
    all(target_arch = "x86_64", unix),
    expect(
        unsafe_code,
        reason = "a calling convention that Rust does not have, in assembler"
    )
)]

/// The function `fn(vm, x, out, callee)` with Cranelift's convention `PreserveAll`: writes what `callee(vm, x)` of type `extern "C" fn(*mut Vm, f64) -> f64` gives to `*out`.
/// `None`: there is none for this processor.
#[cfg_attr(
    all(target_arch = "x86_64", unix),
    expect(
        clippy::fn_to_numeric_cast_any,
        reason = "machine code calls functions by their addresses"
    )
)]
pub(super) fn float_call() -> Option<*const u8> {
    #[cfg(all(target_arch = "x86_64", unix))]
    return Some(keeping as *const u8);
    #[cfg(not(all(target_arch = "x86_64", unix)))]
    None
}

/// vm: `rdi`, x: `xmm0`, out: `rsi`, callee: `rdx`.
///
/// # Safety
/// Only for compiled code, which keeps to the convention above. Registers that C's convention keeps are kept by the callee; of the others only the lower halves of vectors
/// are in use.
#[cfg(all(target_arch = "x86_64", unix))]
#[unsafe(naked)]
unsafe extern "C" fn keeping() {
    std::arch::naked_asm!(
        "push rbp",
        "mov rbp, rsp",
        "push rsi",
        "push rax",
        "push rcx",
        "push rdx",
        "push rdi",
        "push r8",
        "push r9",
        "push r10",
        "push r11",
        // 16 registers, and what aligns the stack
        "sub rsp, 264",
        "movups [rsp], xmm0",
        "movups [rsp + 16], xmm1",
        "movups [rsp + 32], xmm2",
        "movups [rsp + 48], xmm3",
        "movups [rsp + 64], xmm4",
        "movups [rsp + 80], xmm5",
        "movups [rsp + 96], xmm6",
        "movups [rsp + 112], xmm7",
        "movups [rsp + 128], xmm8",
        "movups [rsp + 144], xmm9",
        "movups [rsp + 160], xmm10",
        "movups [rsp + 176], xmm11",
        "movups [rsp + 192], xmm12",
        "movups [rsp + 208], xmm13",
        "movups [rsp + 224], xmm14",
        "movups [rsp + 240], xmm15",
        "call rdx",
        "mov rsi, [rbp - 8]",
        "movsd [rsi], xmm0",
        "movups xmm0, [rsp]",
        "movups xmm1, [rsp + 16]",
        "movups xmm2, [rsp + 32]",
        "movups xmm3, [rsp + 48]",
        "movups xmm4, [rsp + 64]",
        "movups xmm5, [rsp + 80]",
        "movups xmm6, [rsp + 96]",
        "movups xmm7, [rsp + 112]",
        "movups xmm8, [rsp + 128]",
        "movups xmm9, [rsp + 144]",
        "movups xmm10, [rsp + 160]",
        "movups xmm11, [rsp + 176]",
        "movups xmm12, [rsp + 192]",
        "movups xmm13, [rsp + 208]",
        "movups xmm14, [rsp + 224]",
        "movups xmm15, [rsp + 240]",
        "add rsp, 264",
        "pop r11",
        "pop r10",
        "pop r9",
        "pop r8",
        "pop rdi",
        "pop rdx",
        "pop rcx",
        "pop rax",
        "pop rsi",
        "pop rbp",
        "ret",
    )
}
