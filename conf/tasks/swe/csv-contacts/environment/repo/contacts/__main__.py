import sys

from contacts.importer import import_contacts

with open(sys.argv[2], "rb") as file:
    result = import_contacts(file.read())
for contact in result.contacts:
    print("%(name)s <%(email)s> %(phone)s" % contact)
for problem in result.problems:
    print("problem:", problem)
sys.exit(1 if result.problems else 0)
