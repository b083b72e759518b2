"""Sweeps: one structure of states and moves under thousands of preferences at once."""

from countermove.sweeps.batch import Batch, Shares
from countermove.sweeps.profiles import Orders, Profiles, RandomOrders, Ranks, Wish, wishes_of

__all__ = ["Batch", "Orders", "Profiles", "RandomOrders", "Ranks", "Shares", "Wish", "wishes_of"]
