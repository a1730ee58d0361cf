//! Where the memory of the module comes from: an allocator of a fifth of the code that the standard one has, and as fast.

use rlsf::SmallGlobalTlsf;

#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();
