# bench/peers/compared.py: which variants the table and the picture compare.

# Does less than what is asked for, so nothing is compared with it: a number alone, which a sequence writes ahead 32 at a time; neither
# who nor when is kept, and nothing stops a RID from coming twice within the second of a wrap.
NOT_THE_SAME = {"bare_sequence"}
