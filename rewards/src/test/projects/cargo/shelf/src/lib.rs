//! A shelf.

/// Adds up.
///
/// ```
/// assert_eq!(shelf::add(1, 2), 3);
/// ```
pub fn add(a: u32, b: u32) -> u32 {
    a + b
}

/// Is wrong.
///
/// ```
/// assert_eq!(shelf::wrong(), 2);
/// ```
///
/// ```no_run
/// loop {}
/// ```
///
/// ```ignore
/// no code
/// ```
pub fn wrong() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds() {
        println!("test tests::bends ... ok");
        assert_eq!(add(1, 1), 2);
    }

    #[test]
    fn bends() {
        println!("a word");
        assert_eq!(wrong(), 2, "the board - is straight");
    }

    #[test]
    #[ignore = "no cellar here"]
    fn cellar() {
        panic!();
    }

    #[test]
    #[should_panic(expected = "overflow")]
    fn overflows() {
        add(u32::MAX, 1);
    }

    #[test]
    #[should_panic]
    fn does_not_panic() {}

    mod when_painted {
        #[test]
        fn dries() -> Result<(), String> {
            Ok(())
        }

        #[test]
        fn shines() -> Result<(), String> {
            Err("no light".into())
        }
    }
}
