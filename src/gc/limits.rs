//! How much memory there may be: physical memory, resource limits, control groups.
#![expect(unsafe_code, reason = "system calls")]

use std::path::Path;

/// The most address space to reserve.
const RANGE_MAX: usize = 64 << 30;

/// How much address space the heap may try to reserve: where the process's address space or data is limited, five
/// eighths of the limit, so that stacks and malloc find room as well.
pub(super) fn range_bytes() -> usize {
    [libc::RLIMIT_AS, libc::RLIMIT_DATA]
        .into_iter()
        .filter_map(soft_limit)
        .fold(RANGE_MAX, |least, limit| least.min(limit / 8 * 5))
}

/// The memory the heap may use when nobody says otherwise: nine tenths of what the machine or the container has.
pub(super) fn default_max_bytes() -> usize {
    let physical = physical_bytes().unwrap_or(usize::MAX);
    let limit = cgroup_limit().unwrap_or(usize::MAX).min(physical);
    limit / 10 * 9
}

/// The soft limit of a resource, if there is one.
fn soft_limit(resource: Resource) -> Option<usize> {
    let mut limit = libc::rlimit {
        rlim_cur: libc::RLIM_INFINITY,
        rlim_max: libc::RLIM_INFINITY,
    };
    // SAFETY: the kernel writes one rlimit.
    let ok = unsafe { libc::getrlimit(resource, &raw mut limit) } == 0;
    (ok && limit.rlim_cur != libc::RLIM_INFINITY)
        .then(|| usize::try_from(limit.rlim_cur).unwrap_or(usize::MAX))
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
type Resource = libc::__rlimit_resource_t;
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
type Resource = libc::c_int;

fn physical_bytes() -> Option<usize> {
    // SAFETY: sysconf has no preconditions.
    let (pages, page) = unsafe {
        (
            libc::sysconf(libc::_SC_PHYS_PAGES),
            libc::sysconf(libc::_SC_PAGESIZE),
        )
    };
    usize::try_from(pages)
        .ok()?
        .checked_mul(usize::try_from(page).ok()?)
}

/// The least memory limit of this process's control group and the groups around it.
fn cgroup_limit() -> Option<usize> {
    let membership = std::fs::read_to_string("/proc/self/cgroup").ok()?;
    membership
        .lines()
        .filter_map(group_files)
        .flat_map(|(root, group, file)| least_upwards(&root, &group, file))
        .min()
}

/// Where the limit of one line of `/proc/self/cgroup` is found: mount point, group, file name.
fn group_files(line: &str) -> Option<(String, String, &'static str)> {
    let mut fields = line.splitn(3, ':');
    let (_, controllers, group) = (fields.next()?, fields.next()?, fields.next()?);
    let group = group.trim_start_matches('/').to_owned();
    match controllers {
        "" => Some(("/sys/fs/cgroup".to_owned(), group, "memory.max")),
        _ if controllers.split(',').any(|name| name == "memory") => Some((
            "/sys/fs/cgroup/memory".to_owned(),
            group,
            "memory.limit_in_bytes",
        )),
        _ => None,
    }
}

/// Reads `file` in `root/group` and every folder above it, down to `root` itself: in a container, the group's own path may not
/// exist below the mount point, whose file then holds the limit.
fn least_upwards(root: &str, group: &str, file: &str) -> Option<usize> {
    let start = Path::new(root).join(group);
    start
        .ancestors()
        .take_while(|folder| folder.starts_with(root))
        .filter_map(|folder| {
            std::fs::read_to_string(folder.join(file))
                .ok()?
                .trim()
                .parse::<usize>()
                .ok()
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_plausible() {
        assert!(range_bytes() >= 1 << 20);
        assert!(default_max_bytes() >= 1 << 20);
    }

    #[test]
    fn cgroup_lines_of_both_versions() {
        let file =
            |line| group_files(line).map(|(root, group, file)| format!("{root}/{group}/{file}"));
        assert_eq!(
            file("0::/a/b").as_deref(),
            Some("/sys/fs/cgroup/a/b/memory.max")
        );
        assert_eq!(
            file("4:memory:/x").as_deref(),
            Some("/sys/fs/cgroup/memory/x/memory.limit_in_bytes")
        );
        assert_eq!(file("8:pids:/"), None);
        assert_eq!(file("nonsense"), None);
    }
}
