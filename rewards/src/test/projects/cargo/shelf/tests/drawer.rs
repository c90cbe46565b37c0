#[test]
fn opens() {}

#[test]
fn adds() {
    assert_eq!(shelf::add(2, 2), 5);
}

#[test]
fn prints_to_stderr() {
    eprintln!("test opens ... FAILED");
}
