"""Shop lists: a line of a CSV or XLSX file becomes a good row with its shop, or a bad row with a clear message."""

from crawler.lists.one import one_shop
from crawler.lists.rows import ShopList, read_list
from crawler.lists.shops import shop_of
from crawler.lists.tables import ListError

__all__ = ["ListError", "ShopList", "one_shop", "read_list", "shop_of"]
