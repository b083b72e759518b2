"""Across reports: rows under issues, rows that are like each other, and differences put as questions."""
