#pragma once

struct sqlite3;

namespace ddd::sqlite {

/// Gives a connection the FTS5 function `weighted_hits(table, weight, ...)`, one whole weight per column: the sum over
/// the columns of the weight times the number of hits, of which the first eight of a column count. Unlike bm25 it looks
/// at its own row alone: adding rows leaves the scores of the others as they are. Throws Failure.
void add_text_functions(sqlite3* database);

}  // namespace ddd::sqlite
