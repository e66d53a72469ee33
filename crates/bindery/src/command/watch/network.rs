//! Whether files lie where other machines change them, of which the system tells nothing.
use std::path::Path;

/// File systems of networks, and of programs that may bring one, by the number that `statfs` gives: NFS, SMB (three
/// numbers), Ceph, AFS, Coda, 9P, folders shared by VirtualBox, FUSE.
#[cfg(target_os = "linux")]
const NETWORKS: [u32; 10] = [
    0x6969,
    0x517b,
    0xff53_4d42,
    0xfe53_4d42,
    0x00c3_6400,
    0x5346_414f,
    0x7375_7245,
    0x0102_1997,
    0x786f_4256,
    0x6573_5546,
];

/// Whether changes of what is in a folder may be told by no event.
#[cfg(target_os = "linux")]
pub(super) fn is_on_network(path: &Path) -> bool {
    // The number has 32 bits, whatever the type is.
    rustix::fs::statfs(path).is_ok_and(|found| NETWORKS.contains(&(found.f_type as u32)))
}

/// Elsewhere it is not known: `--poll` says it.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_on_network(_path: &Path) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_this_machine_is_on_no_network() {
        for path in ["/proc", "/dev/shm", "/none"] {
            assert!(!is_on_network(path.as_ref()), "{path}");
        }
    }
}
