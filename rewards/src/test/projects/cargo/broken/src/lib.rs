#[test]
fn never_built() {
    missing();
}
