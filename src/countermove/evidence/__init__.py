"""Evidence: the words of reports that a model rests on, checked against the reports themselves."""
