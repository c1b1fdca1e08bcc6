__all__ = ["public", "also_public"]
public, also_public, _private, hidden_by_all = 1, 2, 3, 4
