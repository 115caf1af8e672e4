#pragma once

namespace ddd {

/// How Linux shares processors between this process's threads. Both speak of the calling thread, and failing costs
/// latency, not correctness. From Linux 6.12 on a thread that wakes takes the processor at once from one with a longer
/// slice, whatever their weights; older kernels ignore slices and go by the weights alone.

/// For a thread that answers somebody: a slice of 0.1 ms, the shortest there is.
void prefer_this_thread();
/// For a thread whose work can wait: nice 10, the usual slice of some milliseconds.
void lower_this_thread();

}  // namespace ddd
