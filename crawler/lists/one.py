"""A list of one shop, made of its address: what a shop uses to look at itself."""

from crawler.lists.rows import ShopList
from crawler.lists.shops import shop_of
from crawler.lists.tables import ListError
from crawler.model.row import Row

COLUMNS = (("url", "url"), ("country", "country"))


def one_shop(address: str, country: str = "", *, allow_private: bool = False) -> ShopList:
    """A list whose one row is the shop at an address. Raises ListError with a sentence that says what is wrong and what to do."""
    try:
        shop = shop_of(address, country=country, allow_private=allow_private)
    except ValueError as error:
        raise ListError(str(error)) from error
    row = Row(line=1, cells=(("url", address), ("country", country)), shop=shop)
    return ShopList(rows=(row,), columns=COLUMNS, encoding="utf-8", delimiter=",")
