#[test]
fn before() {}

#[test]
fn dies() {
    if std::env::var("SHELF_DIES").is_ok() {
        std::process::abort();
    }
}
