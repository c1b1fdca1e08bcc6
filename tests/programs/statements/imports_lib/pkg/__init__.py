import __main__

__main__.log.append(__name__)
first = "first of pkg"
