// SPDX-License-Identifier: MIT
#pragma once

// What the C library keeps of the memory that a thread has freed. A process that receives much gets
// the same memory again and again, so it keeps up to 64 MiB a thread; after a burst that is over it
// can give that back. Any thread, about its own heap; nothing to own, no errors: at worst memory
// stays where it is.

namespace loop {

// For the process, by the first receive of a transport.
void keepFreedMemory() noexcept;

// To the system: what the calling thread's heap keeps, and whole free pages between what lives.
// Takes the heap's lock for some hundred microseconds for 100 MB: for moments with little to do.
void releaseFreedMemory() noexcept;

} // namespace loop
