import __main__

__main__.log.append("broken")
1 / 0
