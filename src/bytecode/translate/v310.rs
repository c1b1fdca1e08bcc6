pub(super) use super::v311::FAMILY;
