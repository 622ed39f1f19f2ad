// The lexicon is many thousand small strings: half of the time to the first answer would go into
// the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    relgraph::cli::run()
}
