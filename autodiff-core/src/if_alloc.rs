//! Code that is generated only where there is a heap.

/// Its contents where the feature `alloc` is on. The macro cannot know which features `autodiff-core` has.
#[cfg(feature = "alloc")]
#[macro_export]
#[doc(hidden)]
macro_rules! __if_alloc {
    ($($code:tt)*) => { $($code)* };
}

/// Nothing, because the feature `alloc` is off.
#[cfg(not(feature = "alloc"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __if_alloc {
    ($($code:tt)*) => {};
}

/// Its code where the feature `alloc` is on; the message comes first.
#[cfg(feature = "alloc")]
#[macro_export]
#[doc(hidden)]
macro_rules! __needs_alloc {
    ($message:literal $($code:tt)*) => { $($code)* };
}

/// An error, because the feature `alloc` is off.
#[cfg(not(feature = "alloc"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __needs_alloc {
    ($message:literal $($code:tt)*) => {
        ::core::compile_error! { $message }
    };
}
