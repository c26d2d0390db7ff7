"""Tables too wide for a page → groups of columns, each with the columns that name its rows."""

from collections.abc import Sequence

from analysis.render.typst.columns import LINE, Column

SMALLEST = 6.5  # points: what can still be read
USUAL = 8.3
WIDEST = LINE * USUAL / SMALLEST  # characters across the page in the smallest size
STUBS = 4  # columns at most that name rows


def groups(columns: Sequence[Column], stubs: int, page: float = 1.0) -> list[list[int]]:
    """Return the numbers of the columns that stand together, one group if they fit the page.

    Args:
        columns: all of the table.
        stubs: how many columns at the left name its rows; each group begins with them.
        page: how wide the page is, as a share of the usual one.
    """
    widths = [column.narrowest for column in columns]
    limit = WIDEST * page
    if sum(widths) <= limit:
        return [list(range(len(columns)))]
    stubs = min(stubs, STUBS)
    while stubs and sum(widths[:stubs]) > 0.4 * limit:
        stubs -= 1
    repeated = list(range(stubs))
    room = limit - sum(widths[:stubs])
    count = -(-sum(widths[stubs:]) // room)  # groups of like width look better than a last thin one
    share = max(sum(widths[stubs:]) / count, max(widths[stubs:]))
    found: list[list[int]] = [[]]
    filled = 0.0
    for column in range(stubs, len(columns)):
        # half a column more is closer to a like share than half a column less
        if found[-1] and (filled + widths[column] / 2 > share or filled + widths[column] > room):
            found.append([])
            filled = 0.0
        found[-1].append(column)
        filled += widths[column]
    return [[*repeated, *group] for group in found]
