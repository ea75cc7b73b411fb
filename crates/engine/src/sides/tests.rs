//! Sides of articles with a real store; only the model is a fake.
