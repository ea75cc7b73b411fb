//! placeholder

fn main(){}