# Code large enough for EXTENDED_ARG: many constants, names, locals, long jumps. Built by calling generated-like functions.
def many_constants():
    return [
        1000, 1007, 1014, 1021, 1028, 1035, 1042, 1049, 1056, 1063,
        1070, 1077, 1084, 1091, 1098, 1105, 1112, 1119, 1126, 1133,
        1140, 1147, 1154, 1161, 1168, 1175, 1182, 1189, 1196, 1203,
        1210, 1217, 1224, 1231, 1238, 1245, 1252, 1259, 1266, 1273,
        1280, 1287, 1294, 1301, 1308, 1315, 1322, 1329, 1336, 1343,
        1350, 1357, 1364, 1371, 1378, 1385, 1392, 1399, 1406, 1413,
        1420, 1427, 1434, 1441, 1448, 1455, 1462, 1469, 1476, 1483,
        1490, 1497, 1504, 1511, 1518, 1525, 1532, 1539, 1546, 1553,
        1560, 1567, 1574, 1581, 1588, 1595, 1602, 1609, 1616, 1623,
        1630, 1637, 1644, 1651, 1658, 1665, 1672, 1679, 1686, 1693,
        1700, 1707, 1714, 1721, 1728, 1735, 1742, 1749, 1756, 1763,
        1770, 1777, 1784, 1791, 1798, 1805, 1812, 1819, 1826, 1833,
        1840, 1847, 1854, 1861, 1868, 1875, 1882, 1889, 1896, 1903,
        1910, 1917, 1924, 1931, 1938, 1945, 1952, 1959, 1966, 1973,
        1980, 1987, 1994, 2001, 2008, 2015, 2022, 2029, 2036, 2043,
        2050, 2057, 2064, 2071, 2078, 2085, 2092, 2099, 2106, 2113,
        2120, 2127, 2134, 2141, 2148, 2155, 2162, 2169, 2176, 2183,
        2190, 2197, 2204, 2211, 2218, 2225, 2232, 2239, 2246, 2253,
        2260, 2267, 2274, 2281, 2288, 2295, 2302, 2309, 2316, 2323,
        2330, 2337, 2344, 2351, 2358, 2365, 2372, 2379, 2386, 2393,
        2400, 2407, 2414, 2421, 2428, 2435, 2442, 2449, 2456, 2463,
        2470, 2477, 2484, 2491, 2498, 2505, 2512, 2519, 2526, 2533,
        2540, 2547, 2554, 2561, 2568, 2575, 2582, 2589, 2596, 2603,
        2610, 2617, 2624, 2631, 2638, 2645, 2652, 2659, 2666, 2673,
        2680, 2687, 2694, 2701, 2708, 2715, 2722, 2729, 2736, 2743,
        2750, 2757, 2764, 2771, 2778, 2785, 2792, 2799, 2806, 2813,
        2820, 2827, 2834, 2841, 2848, 2855, 2862, 2869, 2876, 2883,
        2890, 2897, 2904, 2911, 2918, 2925, 2932, 2939, 2946, 2953,
        2960, 2967, 2974, 2981, 2988, 2995, 3002, 3009, 3016, 3023,
        3030, 3037, 3044, 3051, 3058, 3065, 3072, 3079, 3086, 3093,
        3100, 3107, 3114, 3121, 3128, 3135, 3142, 3149, 3156, 3163,
        3170, 3177, 3184, 3191, 3198, 3205, 3212, 3219, 3226, 3233,
        3240, 3247, 3254, 3261, 3268, 3275, 3282, 3289, 3296, 3303,
        3310, 3317, 3324, 3331, 3338, 3345, 3352, 3359, 3366, 3373,
        3380, 3387, 3394, 3401, 3408, 3415, 3422, 3429, 3436, 3443,
        3450, 3457, 3464, 3471, 3478, 3485, 3492, 3499, 3506, 3513,
        3520, 3527, 3534, 3541, 3548, 3555, 3562, 3569, 3576, 3583,
        3590, 3597, 3604, 3611, 3618, 3625, 3632, 3639, 3646, 3653,
        3660, 3667, 3674, 3681, 3688, 3695, 3702, 3709, 3716, 3723,
        3730, 3737, 3744, 3751, 3758, 3765, 3772, 3779, 3786, 3793,
        3800, 3807, 3814, 3821, 3828, 3835, 3842, 3849, 3856, 3863,
        3870, 3877, 3884, 3891, 3898, 3905, 3912, 3919, 3926, 3933,
        3940, 3947, 3954, 3961, 3968, 3975, 3982, 3989, 3996, 4003,
        4010, 4017, 4024, 4031, 4038, 4045, 4052, 4059, 4066, 4073,
        4080, 4087, 4094, 4101, 4108, 4115, 4122, 4129, 4136, 4143,
        4150, 4157, 4164, 4171, 4178, 4185, 4192, 4199, 4206, 4213,
        4220, 4227, 4234, 4241, 4248, 4255, 4262, 4269, 4276, 4283,
        4290, 4297, 4304, 4311, 4318, 4325, 4332, 4339, 4346, 4353,
        4360, 4367, 4374, 4381, 4388, 4395, 4402, 4409, 4416, 4423,
        4430, 4437, 4444, 4451, 4458, 4465, 4472, 4479, 4486, 4493,
        4500, 4507, 4514, 4521, 4528, 4535, 4542, 4549, 4556, 4563,
        4570, 4577, 4584, 4591, 4598, 4605, 4612, 4619, 4626, 4633,
        4640, 4647, 4654, 4661, 4668, 4675, 4682, 4689, 4696, 4703,
        4710, 4717, 4724, 4731, 4738, 4745, 4752, 4759, 4766, 4773,
        4780, 4787, 4794, 4801, 4808, 4815, 4822, 4829, 4836, 4843,
        4850, 4857, 4864, 4871, 4878, 4885, 4892, 4899, 4906, 4913,
        4920, 4927, 4934, 4941, 4948, 4955, 4962, 4969, 4976, 4983,
        4990, 4997, 5004, 5011, 5018, 5025, 5032, 5039, 5046, 5053,
        5060, 5067, 5074, 5081, 5088, 5095, 5102, 5109, 5116, 5123,
        5130, 5137, 5144, 5151, 5158, 5165, 5172, 5179, 5186, 5193,
    ]


def many_locals():
    v0 = 0
    v1 = 3
    v2 = 6
    v3 = 9
    v4 = 12
    v5 = 15
    v6 = 18
    v7 = 21
    v8 = 24
    v9 = 27
    v10 = 30
    v11 = 33
    v12 = 36
    v13 = 39
    v14 = 42
    v15 = 45
    v16 = 48
    v17 = 51
    v18 = 54
    v19 = 57
    v20 = 60
    v21 = 63
    v22 = 66
    v23 = 69
    v24 = 72
    v25 = 75
    v26 = 78
    v27 = 81
    v28 = 84
    v29 = 87
    v30 = 90
    v31 = 93
    v32 = 96
    v33 = 99
    v34 = 102
    v35 = 105
    v36 = 108
    v37 = 111
    v38 = 114
    v39 = 117
    v40 = 120
    v41 = 123
    v42 = 126
    v43 = 129
    v44 = 132
    v45 = 135
    v46 = 138
    v47 = 141
    v48 = 144
    v49 = 147
    v50 = 150
    v51 = 153
    v52 = 156
    v53 = 159
    v54 = 162
    v55 = 165
    v56 = 168
    v57 = 171
    v58 = 174
    v59 = 177
    v60 = 180
    v61 = 183
    v62 = 186
    v63 = 189
    v64 = 192
    v65 = 195
    v66 = 198
    v67 = 201
    v68 = 204
    v69 = 207
    v70 = 210
    v71 = 213
    v72 = 216
    v73 = 219
    v74 = 222
    v75 = 225
    v76 = 228
    v77 = 231
    v78 = 234
    v79 = 237
    v80 = 240
    v81 = 243
    v82 = 246
    v83 = 249
    v84 = 252
    v85 = 255
    v86 = 258
    v87 = 261
    v88 = 264
    v89 = 267
    v90 = 270
    v91 = 273
    v92 = 276
    v93 = 279
    v94 = 282
    v95 = 285
    v96 = 288
    v97 = 291
    v98 = 294
    v99 = 297
    v100 = 300
    v101 = 303
    v102 = 306
    v103 = 309
    v104 = 312
    v105 = 315
    v106 = 318
    v107 = 321
    v108 = 324
    v109 = 327
    v110 = 330
    v111 = 333
    v112 = 336
    v113 = 339
    v114 = 342
    v115 = 345
    v116 = 348
    v117 = 351
    v118 = 354
    v119 = 357
    v120 = 360
    v121 = 363
    v122 = 366
    v123 = 369
    v124 = 372
    v125 = 375
    v126 = 378
    v127 = 381
    v128 = 384
    v129 = 387
    v130 = 390
    v131 = 393
    v132 = 396
    v133 = 399
    v134 = 402
    v135 = 405
    v136 = 408
    v137 = 411
    v138 = 414
    v139 = 417
    v140 = 420
    v141 = 423
    v142 = 426
    v143 = 429
    v144 = 432
    v145 = 435
    v146 = 438
    v147 = 441
    v148 = 444
    v149 = 447
    v150 = 450
    v151 = 453
    v152 = 456
    v153 = 459
    v154 = 462
    v155 = 465
    v156 = 468
    v157 = 471
    v158 = 474
    v159 = 477
    v160 = 480
    v161 = 483
    v162 = 486
    v163 = 489
    v164 = 492
    v165 = 495
    v166 = 498
    v167 = 501
    v168 = 504
    v169 = 507
    v170 = 510
    v171 = 513
    v172 = 516
    v173 = 519
    v174 = 522
    v175 = 525
    v176 = 528
    v177 = 531
    v178 = 534
    v179 = 537
    v180 = 540
    v181 = 543
    v182 = 546
    v183 = 549
    v184 = 552
    v185 = 555
    v186 = 558
    v187 = 561
    v188 = 564
    v189 = 567
    v190 = 570
    v191 = 573
    v192 = 576
    v193 = 579
    v194 = 582
    v195 = 585
    v196 = 588
    v197 = 591
    v198 = 594
    v199 = 597
    v200 = 600
    v201 = 603
    v202 = 606
    v203 = 609
    v204 = 612
    v205 = 615
    v206 = 618
    v207 = 621
    v208 = 624
    v209 = 627
    v210 = 630
    v211 = 633
    v212 = 636
    v213 = 639
    v214 = 642
    v215 = 645
    v216 = 648
    v217 = 651
    v218 = 654
    v219 = 657
    v220 = 660
    v221 = 663
    v222 = 666
    v223 = 669
    v224 = 672
    v225 = 675
    v226 = 678
    v227 = 681
    v228 = 684
    v229 = 687
    v230 = 690
    v231 = 693
    v232 = 696
    v233 = 699
    v234 = 702
    v235 = 705
    v236 = 708
    v237 = 711
    v238 = 714
    v239 = 717
    v240 = 720
    v241 = 723
    v242 = 726
    v243 = 729
    v244 = 732
    v245 = 735
    v246 = 738
    v247 = 741
    v248 = 744
    v249 = 747
    v250 = 750
    v251 = 753
    v252 = 756
    v253 = 759
    v254 = 762
    v255 = 765
    v256 = 768
    v257 = 771
    v258 = 774
    v259 = 777
    v260 = 780
    v261 = 783
    v262 = 786
    v263 = 789
    v264 = 792
    v265 = 795
    v266 = 798
    v267 = 801
    v268 = 804
    v269 = 807
    v270 = 810
    v271 = 813
    v272 = 816
    v273 = 819
    v274 = 822
    v275 = 825
    v276 = 828
    v277 = 831
    v278 = 834
    v279 = 837
    v280 = 840
    v281 = 843
    v282 = 846
    v283 = 849
    v284 = 852
    v285 = 855
    v286 = 858
    v287 = 861
    v288 = 864
    v289 = 867
    v290 = 870
    v291 = 873
    v292 = 876
    v293 = 879
    v294 = 882
    v295 = 885
    v296 = 888
    v297 = 891
    v298 = 894
    v299 = 897
    total = 0
    total += v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9
    total += v10 + v11 + v12 + v13 + v14 + v15 + v16 + v17 + v18 + v19
    total += v20 + v21 + v22 + v23 + v24 + v25 + v26 + v27 + v28 + v29
    total += v30 + v31 + v32 + v33 + v34 + v35 + v36 + v37 + v38 + v39
    total += v40 + v41 + v42 + v43 + v44 + v45 + v46 + v47 + v48 + v49
    total += v50 + v51 + v52 + v53 + v54 + v55 + v56 + v57 + v58 + v59
    total += v60 + v61 + v62 + v63 + v64 + v65 + v66 + v67 + v68 + v69
    total += v70 + v71 + v72 + v73 + v74 + v75 + v76 + v77 + v78 + v79
    total += v80 + v81 + v82 + v83 + v84 + v85 + v86 + v87 + v88 + v89
    total += v90 + v91 + v92 + v93 + v94 + v95 + v96 + v97 + v98 + v99
    total += v100 + v101 + v102 + v103 + v104 + v105 + v106 + v107 + v108 + v109
    total += v110 + v111 + v112 + v113 + v114 + v115 + v116 + v117 + v118 + v119
    total += v120 + v121 + v122 + v123 + v124 + v125 + v126 + v127 + v128 + v129
    total += v130 + v131 + v132 + v133 + v134 + v135 + v136 + v137 + v138 + v139
    total += v140 + v141 + v142 + v143 + v144 + v145 + v146 + v147 + v148 + v149
    total += v150 + v151 + v152 + v153 + v154 + v155 + v156 + v157 + v158 + v159
    total += v160 + v161 + v162 + v163 + v164 + v165 + v166 + v167 + v168 + v169
    total += v170 + v171 + v172 + v173 + v174 + v175 + v176 + v177 + v178 + v179
    total += v180 + v181 + v182 + v183 + v184 + v185 + v186 + v187 + v188 + v189
    total += v190 + v191 + v192 + v193 + v194 + v195 + v196 + v197 + v198 + v199
    total += v200 + v201 + v202 + v203 + v204 + v205 + v206 + v207 + v208 + v209
    total += v210 + v211 + v212 + v213 + v214 + v215 + v216 + v217 + v218 + v219
    total += v220 + v221 + v222 + v223 + v224 + v225 + v226 + v227 + v228 + v229
    total += v230 + v231 + v232 + v233 + v234 + v235 + v236 + v237 + v238 + v239
    total += v240 + v241 + v242 + v243 + v244 + v245 + v246 + v247 + v248 + v249
    total += v250 + v251 + v252 + v253 + v254 + v255 + v256 + v257 + v258 + v259
    total += v260 + v261 + v262 + v263 + v264 + v265 + v266 + v267 + v268 + v269
    total += v270 + v271 + v272 + v273 + v274 + v275 + v276 + v277 + v278 + v279
    total += v280 + v281 + v282 + v283 + v284 + v285 + v286 + v287 + v288 + v289
    total += v290 + v291 + v292 + v293 + v294 + v295 + v296 + v297 + v298 + v299
    def inner():
        return v299 + v0 + v150
    del v298
    try:
        v298
    except UnboundLocalError:
        total += 1000000
    return total, inner()


def long_branches(n):
    out = 0
    for i in range(n):
        if i % 2:
            out += i * 0
            out += i * 1
            out += i * 2
            out += i * 3
            out += i * 4
            out += i * 5
            out += i * 6
            out += i * 7
            out += i * 8
            out += i * 9
            out += i * 10
            out += i * 11
            out += i * 12
            out += i * 13
            out += i * 14
            out += i * 15
            out += i * 16
            out += i * 17
            out += i * 18
            out += i * 19
            out += i * 20
            out += i * 21
            out += i * 22
            out += i * 23
            out += i * 24
            out += i * 25
            out += i * 26
            out += i * 27
            out += i * 28
            out += i * 29
            out += i * 30
            out += i * 31
            out += i * 32
            out += i * 33
            out += i * 34
            out += i * 35
            out += i * 36
            out += i * 37
            out += i * 38
            out += i * 39
            out += i * 40
            out += i * 41
            out += i * 42
            out += i * 43
            out += i * 44
            out += i * 45
            out += i * 46
            out += i * 47
            out += i * 48
            out += i * 49
            out += i * 50
            out += i * 51
            out += i * 52
            out += i * 53
            out += i * 54
            out += i * 55
            out += i * 56
            out += i * 57
            out += i * 58
            out += i * 59
            out += i * 60
            out += i * 61
            out += i * 62
            out += i * 63
            out += i * 64
            out += i * 65
            out += i * 66
            out += i * 67
            out += i * 68
            out += i * 69
            out += i * 70
            out += i * 71
            out += i * 72
            out += i * 73
            out += i * 74
            out += i * 75
            out += i * 76
            out += i * 77
            out += i * 78
            out += i * 79
            out += i * 80
            out += i * 81
            out += i * 82
            out += i * 83
            out += i * 84
            out += i * 85
            out += i * 86
            out += i * 87
            out += i * 88
            out += i * 89
            out += i * 90
            out += i * 91
            out += i * 92
            out += i * 93
            out += i * 94
            out += i * 95
            out += i * 96
            out += i * 97
            out += i * 98
            out += i * 99
            out += i * 100
            out += i * 101
            out += i * 102
            out += i * 103
            out += i * 104
            out += i * 105
            out += i * 106
            out += i * 107
            out += i * 108
            out += i * 109
            out += i * 110
            out += i * 111
            out += i * 112
            out += i * 113
            out += i * 114
            out += i * 115
            out += i * 116
            out += i * 117
            out += i * 118
            out += i * 119
        else:
            out ^= i + 0
            out ^= i + 1000
            out ^= i + 2000
            out ^= i + 3000
            out ^= i + 4000
            out ^= i + 5000
            out ^= i + 6000
            out ^= i + 7000
            out ^= i + 8000
            out ^= i + 9000
            out ^= i + 10000
            out ^= i + 11000
            out ^= i + 12000
            out ^= i + 13000
            out ^= i + 14000
            out ^= i + 15000
            out ^= i + 16000
            out ^= i + 17000
            out ^= i + 18000
            out ^= i + 19000
            out ^= i + 20000
            out ^= i + 21000
            out ^= i + 22000
            out ^= i + 23000
            out ^= i + 24000
            out ^= i + 25000
            out ^= i + 26000
            out ^= i + 27000
            out ^= i + 28000
            out ^= i + 29000
            out ^= i + 30000
            out ^= i + 31000
            out ^= i + 32000
            out ^= i + 33000
            out ^= i + 34000
            out ^= i + 35000
            out ^= i + 36000
            out ^= i + 37000
            out ^= i + 38000
            out ^= i + 39000
            out ^= i + 40000
            out ^= i + 41000
            out ^= i + 42000
            out ^= i + 43000
            out ^= i + 44000
            out ^= i + 45000
            out ^= i + 46000
            out ^= i + 47000
            out ^= i + 48000
            out ^= i + 49000
            out ^= i + 50000
            out ^= i + 51000
            out ^= i + 52000
            out ^= i + 53000
            out ^= i + 54000
            out ^= i + 55000
            out ^= i + 56000
            out ^= i + 57000
            out ^= i + 58000
            out ^= i + 59000
            out ^= i + 60000
            out ^= i + 61000
            out ^= i + 62000
            out ^= i + 63000
            out ^= i + 64000
            out ^= i + 65000
            out ^= i + 66000
            out ^= i + 67000
            out ^= i + 68000
            out ^= i + 69000
            out ^= i + 70000
            out ^= i + 71000
            out ^= i + 72000
            out ^= i + 73000
            out ^= i + 74000
            out ^= i + 75000
            out ^= i + 76000
            out ^= i + 77000
            out ^= i + 78000
            out ^= i + 79000
            out ^= i + 80000
            out ^= i + 81000
            out ^= i + 82000
            out ^= i + 83000
            out ^= i + 84000
            out ^= i + 85000
            out ^= i + 86000
            out ^= i + 87000
            out ^= i + 88000
            out ^= i + 89000
            out ^= i + 90000
            out ^= i + 91000
            out ^= i + 92000
            out ^= i + 93000
            out ^= i + 94000
            out ^= i + 95000
            out ^= i + 96000
            out ^= i + 97000
            out ^= i + 98000
            out ^= i + 99000
            out ^= i + 100000
            out ^= i + 101000
            out ^= i + 102000
            out ^= i + 103000
            out ^= i + 104000
            out ^= i + 105000
            out ^= i + 106000
            out ^= i + 107000
            out ^= i + 108000
            out ^= i + 109000
            out ^= i + 110000
            out ^= i + 111000
            out ^= i + 112000
            out ^= i + 113000
            out ^= i + 114000
            out ^= i + 115000
            out ^= i + 116000
            out ^= i + 117000
            out ^= i + 118000
            out ^= i + 119000
        while out > 10 ** 9:
            out //= 7
            out -= 0
            out -= 1
            out -= 2
            out -= 3
            out -= 4
            out -= 5
            out -= 6
            out -= 7
            out -= 8
            out -= 9
            out -= 10
            out -= 11
            out -= 12
            out -= 13
            out -= 14
            out -= 15
            out -= 16
            out -= 17
            out -= 18
            out -= 19
            out -= 20
            out -= 21
            out -= 22
            out -= 23
            out -= 24
            out -= 25
            out -= 26
            out -= 27
            out -= 28
            out -= 29
            out -= 30
            out -= 31
            out -= 32
            out -= 33
            out -= 34
            out -= 35
            out -= 36
            out -= 37
            out -= 38
            out -= 39
            out -= 40
            out -= 41
            out -= 42
            out -= 43
            out -= 44
            out -= 45
            out -= 46
            out -= 47
            out -= 48
            out -= 49
            out -= 50
            out -= 51
            out -= 52
            out -= 53
            out -= 54
            out -= 55
            out -= 56
            out -= 57
            out -= 58
            out -= 59
            if out % 13 == 0:
                break
        try:
            out = out + 0 if out % 3 else out - 0
            out = out + 1 if out % 3 else out - 1
            out = out + 2 if out % 3 else out - 2
            out = out + 3 if out % 3 else out - 3
            out = out + 4 if out % 3 else out - 4
            out = out + 5 if out % 3 else out - 5
            out = out + 6 if out % 3 else out - 6
            out = out + 7 if out % 3 else out - 7
            out = out + 8 if out % 3 else out - 8
            out = out + 9 if out % 3 else out - 9
            out = out + 10 if out % 3 else out - 10
            out = out + 11 if out % 3 else out - 11
            out = out + 12 if out % 3 else out - 12
            out = out + 13 if out % 3 else out - 13
            out = out + 14 if out % 3 else out - 14
            out = out + 15 if out % 3 else out - 15
            out = out + 16 if out % 3 else out - 16
            out = out + 17 if out % 3 else out - 17
            out = out + 18 if out % 3 else out - 18
            out = out + 19 if out % 3 else out - 19
            out = out + 20 if out % 3 else out - 20
            out = out + 21 if out % 3 else out - 21
            out = out + 22 if out % 3 else out - 22
            out = out + 23 if out % 3 else out - 23
            out = out + 24 if out % 3 else out - 24
            out = out + 25 if out % 3 else out - 25
            out = out + 26 if out % 3 else out - 26
            out = out + 27 if out % 3 else out - 27
            out = out + 28 if out % 3 else out - 28
            out = out + 29 if out % 3 else out - 29
            out = out + 30 if out % 3 else out - 30
            out = out + 31 if out % 3 else out - 31
            out = out + 32 if out % 3 else out - 32
            out = out + 33 if out % 3 else out - 33
            out = out + 34 if out % 3 else out - 34
            out = out + 35 if out % 3 else out - 35
            out = out + 36 if out % 3 else out - 36
            out = out + 37 if out % 3 else out - 37
            out = out + 38 if out % 3 else out - 38
            out = out + 39 if out % 3 else out - 39
            out = out + 40 if out % 3 else out - 40
            out = out + 41 if out % 3 else out - 41
            out = out + 42 if out % 3 else out - 42
            out = out + 43 if out % 3 else out - 43
            out = out + 44 if out % 3 else out - 44
            out = out + 45 if out % 3 else out - 45
            out = out + 46 if out % 3 else out - 46
            out = out + 47 if out % 3 else out - 47
            out = out + 48 if out % 3 else out - 48
            out = out + 49 if out % 3 else out - 49
            out = out + 50 if out % 3 else out - 50
            out = out + 51 if out % 3 else out - 51
            out = out + 52 if out % 3 else out - 52
            out = out + 53 if out % 3 else out - 53
            out = out + 54 if out % 3 else out - 54
            out = out + 55 if out % 3 else out - 55
            out = out + 56 if out % 3 else out - 56
            out = out + 57 if out % 3 else out - 57
            out = out + 58 if out % 3 else out - 58
            out = out + 59 if out % 3 else out - 59
            if i == 3:
                raise ValueError(i)
        except ValueError as e:
            out += e.args[0] * 0
            out += e.args[0] * 1
            out += e.args[0] * 2
            out += e.args[0] * 3
            out += e.args[0] * 4
            out += e.args[0] * 5
            out += e.args[0] * 6
            out += e.args[0] * 7
            out += e.args[0] * 8
            out += e.args[0] * 9
            out += e.args[0] * 10
            out += e.args[0] * 11
            out += e.args[0] * 12
            out += e.args[0] * 13
            out += e.args[0] * 14
            out += e.args[0] * 15
            out += e.args[0] * 16
            out += e.args[0] * 17
            out += e.args[0] * 18
            out += e.args[0] * 19
            out += e.args[0] * 20
            out += e.args[0] * 21
            out += e.args[0] * 22
            out += e.args[0] * 23
            out += e.args[0] * 24
            out += e.args[0] * 25
            out += e.args[0] * 26
            out += e.args[0] * 27
            out += e.args[0] * 28
            out += e.args[0] * 29
            out += e.args[0] * 30
            out += e.args[0] * 31
            out += e.args[0] * 32
            out += e.args[0] * 33
            out += e.args[0] * 34
            out += e.args[0] * 35
            out += e.args[0] * 36
            out += e.args[0] * 37
            out += e.args[0] * 38
            out += e.args[0] * 39
            continue
        finally:
            out += 0
            out += 1
            out += 2
            out += 3
            out += 4
            out += 5
            out += 6
            out += 7
            out += 8
            out += 9
            out += 10
            out += 11
            out += 12
            out += 13
            out += 14
            out += 15
            out += 16
            out += 17
            out += 18
            out += 19
            out += 20
            out += 21
            out += 22
            out += 23
            out += 24
            out += 25
            out += 26
            out += 27
            out += 28
            out += 29
            out += 30
            out += 31
            out += 32
            out += 33
            out += 34
            out += 35
            out += 36
            out += 37
            out += 38
            out += 39
    return out


def long_if(x):
    if x == 0:
        return 'case 0'
    elif x == 1:
        return 'case 1'
    elif x == 2:
        return 'case 2'
    elif x == 3:
        return 'case 3'
    elif x == 4:
        return 'case 4'
    elif x == 5:
        return 'case 5'
    elif x == 6:
        return 'case 6'
    elif x == 7:
        return 'case 7'
    elif x == 8:
        return 'case 8'
    elif x == 9:
        return 'case 9'
    elif x == 10:
        return 'case 10'
    elif x == 11:
        return 'case 11'
    elif x == 12:
        return 'case 12'
    elif x == 13:
        return 'case 13'
    elif x == 14:
        return 'case 14'
    elif x == 15:
        return 'case 15'
    elif x == 16:
        return 'case 16'
    elif x == 17:
        return 'case 17'
    elif x == 18:
        return 'case 18'
    elif x == 19:
        return 'case 19'
    elif x == 20:
        return 'case 20'
    elif x == 21:
        return 'case 21'
    elif x == 22:
        return 'case 22'
    elif x == 23:
        return 'case 23'
    elif x == 24:
        return 'case 24'
    elif x == 25:
        return 'case 25'
    elif x == 26:
        return 'case 26'
    elif x == 27:
        return 'case 27'
    elif x == 28:
        return 'case 28'
    elif x == 29:
        return 'case 29'
    elif x == 30:
        return 'case 30'
    elif x == 31:
        return 'case 31'
    elif x == 32:
        return 'case 32'
    elif x == 33:
        return 'case 33'
    elif x == 34:
        return 'case 34'
    elif x == 35:
        return 'case 35'
    elif x == 36:
        return 'case 36'
    elif x == 37:
        return 'case 37'
    elif x == 38:
        return 'case 38'
    elif x == 39:
        return 'case 39'
    elif x == 40:
        return 'case 40'
    elif x == 41:
        return 'case 41'
    elif x == 42:
        return 'case 42'
    elif x == 43:
        return 'case 43'
    elif x == 44:
        return 'case 44'
    elif x == 45:
        return 'case 45'
    elif x == 46:
        return 'case 46'
    elif x == 47:
        return 'case 47'
    elif x == 48:
        return 'case 48'
    elif x == 49:
        return 'case 49'
    elif x == 50:
        return 'case 50'
    elif x == 51:
        return 'case 51'
    elif x == 52:
        return 'case 52'
    elif x == 53:
        return 'case 53'
    elif x == 54:
        return 'case 54'
    elif x == 55:
        return 'case 55'
    elif x == 56:
        return 'case 56'
    elif x == 57:
        return 'case 57'
    elif x == 58:
        return 'case 58'
    elif x == 59:
        return 'case 59'
    elif x == 60:
        return 'case 60'
    elif x == 61:
        return 'case 61'
    elif x == 62:
        return 'case 62'
    elif x == 63:
        return 'case 63'
    elif x == 64:
        return 'case 64'
    elif x == 65:
        return 'case 65'
    elif x == 66:
        return 'case 66'
    elif x == 67:
        return 'case 67'
    elif x == 68:
        return 'case 68'
    elif x == 69:
        return 'case 69'
    elif x == 70:
        return 'case 70'
    elif x == 71:
        return 'case 71'
    elif x == 72:
        return 'case 72'
    elif x == 73:
        return 'case 73'
    elif x == 74:
        return 'case 74'
    elif x == 75:
        return 'case 75'
    elif x == 76:
        return 'case 76'
    elif x == 77:
        return 'case 77'
    elif x == 78:
        return 'case 78'
    elif x == 79:
        return 'case 79'
    elif x == 80:
        return 'case 80'
    elif x == 81:
        return 'case 81'
    elif x == 82:
        return 'case 82'
    elif x == 83:
        return 'case 83'
    elif x == 84:
        return 'case 84'
    elif x == 85:
        return 'case 85'
    elif x == 86:
        return 'case 86'
    elif x == 87:
        return 'case 87'
    elif x == 88:
        return 'case 88'
    elif x == 89:
        return 'case 89'
    elif x == 90:
        return 'case 90'
    elif x == 91:
        return 'case 91'
    elif x == 92:
        return 'case 92'
    elif x == 93:
        return 'case 93'
    elif x == 94:
        return 'case 94'
    elif x == 95:
        return 'case 95'
    elif x == 96:
        return 'case 96'
    elif x == 97:
        return 'case 97'
    elif x == 98:
        return 'case 98'
    elif x == 99:
        return 'case 99'
    elif x == 100:
        return 'case 100'
    elif x == 101:
        return 'case 101'
    elif x == 102:
        return 'case 102'
    elif x == 103:
        return 'case 103'
    elif x == 104:
        return 'case 104'
    elif x == 105:
        return 'case 105'
    elif x == 106:
        return 'case 106'
    elif x == 107:
        return 'case 107'
    elif x == 108:
        return 'case 108'
    elif x == 109:
        return 'case 109'
    elif x == 110:
        return 'case 110'
    elif x == 111:
        return 'case 111'
    elif x == 112:
        return 'case 112'
    elif x == 113:
        return 'case 113'
    elif x == 114:
        return 'case 114'
    elif x == 115:
        return 'case 115'
    elif x == 116:
        return 'case 116'
    elif x == 117:
        return 'case 117'
    elif x == 118:
        return 'case 118'
    elif x == 119:
        return 'case 119'
    elif x == 120:
        return 'case 120'
    elif x == 121:
        return 'case 121'
    elif x == 122:
        return 'case 122'
    elif x == 123:
        return 'case 123'
    elif x == 124:
        return 'case 124'
    elif x == 125:
        return 'case 125'
    elif x == 126:
        return 'case 126'
    elif x == 127:
        return 'case 127'
    elif x == 128:
        return 'case 128'
    elif x == 129:
        return 'case 129'
    elif x == 130:
        return 'case 130'
    elif x == 131:
        return 'case 131'
    elif x == 132:
        return 'case 132'
    elif x == 133:
        return 'case 133'
    elif x == 134:
        return 'case 134'
    elif x == 135:
        return 'case 135'
    elif x == 136:
        return 'case 136'
    elif x == 137:
        return 'case 137'
    elif x == 138:
        return 'case 138'
    elif x == 139:
        return 'case 139'
    elif x == 140:
        return 'case 140'
    elif x == 141:
        return 'case 141'
    elif x == 142:
        return 'case 142'
    elif x == 143:
        return 'case 143'
    elif x == 144:
        return 'case 144'
    elif x == 145:
        return 'case 145'
    elif x == 146:
        return 'case 146'
    elif x == 147:
        return 'case 147'
    elif x == 148:
        return 'case 148'
    elif x == 149:
        return 'case 149'
    return 'none'


def nested_calls(x):
    f = lambda v: v + 1
    return f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(x))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))


def many_names():
    class N:
        attr0 = 0
        attr1 = 1
        attr2 = 2
        attr3 = 3
        attr4 = 4
        attr5 = 5
        attr6 = 6
        attr7 = 7
        attr8 = 8
        attr9 = 9
        attr10 = 10
        attr11 = 11
        attr12 = 12
        attr13 = 13
        attr14 = 14
        attr15 = 15
        attr16 = 16
        attr17 = 17
        attr18 = 18
        attr19 = 19
        attr20 = 20
        attr21 = 21
        attr22 = 22
        attr23 = 23
        attr24 = 24
        attr25 = 25
        attr26 = 26
        attr27 = 27
        attr28 = 28
        attr29 = 29
        attr30 = 30
        attr31 = 31
        attr32 = 32
        attr33 = 33
        attr34 = 34
        attr35 = 35
        attr36 = 36
        attr37 = 37
        attr38 = 38
        attr39 = 39
        attr40 = 40
        attr41 = 41
        attr42 = 42
        attr43 = 43
        attr44 = 44
        attr45 = 45
        attr46 = 46
        attr47 = 47
        attr48 = 48
        attr49 = 49
        attr50 = 50
        attr51 = 51
        attr52 = 52
        attr53 = 53
        attr54 = 54
        attr55 = 55
        attr56 = 56
        attr57 = 57
        attr58 = 58
        attr59 = 59
        attr60 = 60
        attr61 = 61
        attr62 = 62
        attr63 = 63
        attr64 = 64
        attr65 = 65
        attr66 = 66
        attr67 = 67
        attr68 = 68
        attr69 = 69
        attr70 = 70
        attr71 = 71
        attr72 = 72
        attr73 = 73
        attr74 = 74
        attr75 = 75
        attr76 = 76
        attr77 = 77
        attr78 = 78
        attr79 = 79
        attr80 = 80
        attr81 = 81
        attr82 = 82
        attr83 = 83
        attr84 = 84
        attr85 = 85
        attr86 = 86
        attr87 = 87
        attr88 = 88
        attr89 = 89
        attr90 = 90
        attr91 = 91
        attr92 = 92
        attr93 = 93
        attr94 = 94
        attr95 = 95
        attr96 = 96
        attr97 = 97
        attr98 = 98
        attr99 = 99
        attr100 = 100
        attr101 = 101
        attr102 = 102
        attr103 = 103
        attr104 = 104
        attr105 = 105
        attr106 = 106
        attr107 = 107
        attr108 = 108
        attr109 = 109
        attr110 = 110
        attr111 = 111
        attr112 = 112
        attr113 = 113
        attr114 = 114
        attr115 = 115
        attr116 = 116
        attr117 = 117
        attr118 = 118
        attr119 = 119
        attr120 = 120
        attr121 = 121
        attr122 = 122
        attr123 = 123
        attr124 = 124
        attr125 = 125
        attr126 = 126
        attr127 = 127
        attr128 = 128
        attr129 = 129
        attr130 = 130
        attr131 = 131
        attr132 = 132
        attr133 = 133
        attr134 = 134
        attr135 = 135
        attr136 = 136
        attr137 = 137
        attr138 = 138
        attr139 = 139
        attr140 = 140
        attr141 = 141
        attr142 = 142
        attr143 = 143
        attr144 = 144
        attr145 = 145
        attr146 = 146
        attr147 = 147
        attr148 = 148
        attr149 = 149
        attr150 = 150
        attr151 = 151
        attr152 = 152
        attr153 = 153
        attr154 = 154
        attr155 = 155
        attr156 = 156
        attr157 = 157
        attr158 = 158
        attr159 = 159
        attr160 = 160
        attr161 = 161
        attr162 = 162
        attr163 = 163
        attr164 = 164
        attr165 = 165
        attr166 = 166
        attr167 = 167
        attr168 = 168
        attr169 = 169
        attr170 = 170
        attr171 = 171
        attr172 = 172
        attr173 = 173
        attr174 = 174
        attr175 = 175
        attr176 = 176
        attr177 = 177
        attr178 = 178
        attr179 = 179
        attr180 = 180
        attr181 = 181
        attr182 = 182
        attr183 = 183
        attr184 = 184
        attr185 = 185
        attr186 = 186
        attr187 = 187
        attr188 = 188
        attr189 = 189
        attr190 = 190
        attr191 = 191
        attr192 = 192
        attr193 = 193
        attr194 = 194
        attr195 = 195
        attr196 = 196
        attr197 = 197
        attr198 = 198
        attr199 = 199
        attr200 = 200
        attr201 = 201
        attr202 = 202
        attr203 = 203
        attr204 = 204
        attr205 = 205
        attr206 = 206
        attr207 = 207
        attr208 = 208
        attr209 = 209
        attr210 = 210
        attr211 = 211
        attr212 = 212
        attr213 = 213
        attr214 = 214
        attr215 = 215
        attr216 = 216
        attr217 = 217
        attr218 = 218
        attr219 = 219
        attr220 = 220
        attr221 = 221
        attr222 = 222
        attr223 = 223
        attr224 = 224
        attr225 = 225
        attr226 = 226
        attr227 = 227
        attr228 = 228
        attr229 = 229
        attr230 = 230
        attr231 = 231
        attr232 = 232
        attr233 = 233
        attr234 = 234
        attr235 = 235
        attr236 = 236
        attr237 = 237
        attr238 = 238
        attr239 = 239
        attr240 = 240
        attr241 = 241
        attr242 = 242
        attr243 = 243
        attr244 = 244
        attr245 = 245
        attr246 = 246
        attr247 = 247
        attr248 = 248
        attr249 = 249
        attr250 = 250
        attr251 = 251
        attr252 = 252
        attr253 = 253
        attr254 = 254
        attr255 = 255
        attr256 = 256
        attr257 = 257
        attr258 = 258
        attr259 = 259
        attr260 = 260
        attr261 = 261
        attr262 = 262
        attr263 = 263
        attr264 = 264
        attr265 = 265
        attr266 = 266
        attr267 = 267
        attr268 = 268
        attr269 = 269
        attr270 = 270
        attr271 = 271
        attr272 = 272
        attr273 = 273
        attr274 = 274
        attr275 = 275
        attr276 = 276
        attr277 = 277
        attr278 = 278
        attr279 = 279
    n = N()
    return sum([
        n.attr0, n.attr1, n.attr2, n.attr3, n.attr4, n.attr5, n.attr6,
        n.attr7, n.attr8, n.attr9, n.attr10, n.attr11, n.attr12, n.attr13,
        n.attr14, n.attr15, n.attr16, n.attr17, n.attr18, n.attr19, n.attr20,
        n.attr21, n.attr22, n.attr23, n.attr24, n.attr25, n.attr26, n.attr27,
        n.attr28, n.attr29, n.attr30, n.attr31, n.attr32, n.attr33, n.attr34,
        n.attr35, n.attr36, n.attr37, n.attr38, n.attr39, n.attr40, n.attr41,
        n.attr42, n.attr43, n.attr44, n.attr45, n.attr46, n.attr47, n.attr48,
        n.attr49, n.attr50, n.attr51, n.attr52, n.attr53, n.attr54, n.attr55,
        n.attr56, n.attr57, n.attr58, n.attr59, n.attr60, n.attr61, n.attr62,
        n.attr63, n.attr64, n.attr65, n.attr66, n.attr67, n.attr68, n.attr69,
        n.attr70, n.attr71, n.attr72, n.attr73, n.attr74, n.attr75, n.attr76,
        n.attr77, n.attr78, n.attr79, n.attr80, n.attr81, n.attr82, n.attr83,
        n.attr84, n.attr85, n.attr86, n.attr87, n.attr88, n.attr89, n.attr90,
        n.attr91, n.attr92, n.attr93, n.attr94, n.attr95, n.attr96, n.attr97,
        n.attr98, n.attr99, n.attr100, n.attr101, n.attr102, n.attr103, n.attr104,
        n.attr105, n.attr106, n.attr107, n.attr108, n.attr109, n.attr110, n.attr111,
        n.attr112, n.attr113, n.attr114, n.attr115, n.attr116, n.attr117, n.attr118,
        n.attr119, n.attr120, n.attr121, n.attr122, n.attr123, n.attr124, n.attr125,
        n.attr126, n.attr127, n.attr128, n.attr129, n.attr130, n.attr131, n.attr132,
        n.attr133, n.attr134, n.attr135, n.attr136, n.attr137, n.attr138, n.attr139,
        n.attr140, n.attr141, n.attr142, n.attr143, n.attr144, n.attr145, n.attr146,
        n.attr147, n.attr148, n.attr149, n.attr150, n.attr151, n.attr152, n.attr153,
        n.attr154, n.attr155, n.attr156, n.attr157, n.attr158, n.attr159, n.attr160,
        n.attr161, n.attr162, n.attr163, n.attr164, n.attr165, n.attr166, n.attr167,
        n.attr168, n.attr169, n.attr170, n.attr171, n.attr172, n.attr173, n.attr174,
        n.attr175, n.attr176, n.attr177, n.attr178, n.attr179, n.attr180, n.attr181,
        n.attr182, n.attr183, n.attr184, n.attr185, n.attr186, n.attr187, n.attr188,
        n.attr189, n.attr190, n.attr191, n.attr192, n.attr193, n.attr194, n.attr195,
        n.attr196, n.attr197, n.attr198, n.attr199, n.attr200, n.attr201, n.attr202,
        n.attr203, n.attr204, n.attr205, n.attr206, n.attr207, n.attr208, n.attr209,
        n.attr210, n.attr211, n.attr212, n.attr213, n.attr214, n.attr215, n.attr216,
        n.attr217, n.attr218, n.attr219, n.attr220, n.attr221, n.attr222, n.attr223,
        n.attr224, n.attr225, n.attr226, n.attr227, n.attr228, n.attr229, n.attr230,
        n.attr231, n.attr232, n.attr233, n.attr234, n.attr235, n.attr236, n.attr237,
        n.attr238, n.attr239, n.attr240, n.attr241, n.attr242, n.attr243, n.attr244,
        n.attr245, n.attr246, n.attr247, n.attr248, n.attr249, n.attr250, n.attr251,
        n.attr252, n.attr253, n.attr254, n.attr255, n.attr256, n.attr257, n.attr258,
        n.attr259, n.attr260, n.attr261, n.attr262, n.attr263, n.attr264, n.attr265,
        n.attr266, n.attr267, n.attr268, n.attr269, n.attr270, n.attr271, n.attr272,
        n.attr273, n.attr274, n.attr275, n.attr276, n.attr277, n.attr278, n.attr279,
    ])


def many_kwargs(**kw):
    return sum(kw.values())


def big_call():
    return many_kwargs(k0=0, k1=1, k2=2, k3=3, k4=4, k5=5, k6=6, k7=7, k8=8, k9=9, k10=10, k11=11, k12=12, k13=13, k14=14, k15=15, k16=16, k17=17, k18=18, k19=19, k20=20, k21=21, k22=22, k23=23, k24=24, k25=25, k26=26, k27=27, k28=28, k29=29, k30=30, k31=31, k32=32, k33=33, k34=34, k35=35, k36=36, k37=37, k38=38, k39=39, k40=40, k41=41, k42=42, k43=43, k44=44, k45=45, k46=46, k47=47, k48=48, k49=49, k50=50, k51=51, k52=52, k53=53, k54=54, k55=55, k56=56, k57=57, k58=58, k59=59, k60=60, k61=61, k62=62, k63=63, k64=64, k65=65, k66=66, k67=67, k68=68, k69=69, k70=70, k71=71, k72=72, k73=73, k74=74, k75=75, k76=76, k77=77, k78=78, k79=79, k80=80, k81=81, k82=82, k83=83, k84=84, k85=85, k86=86, k87=87, k88=88, k89=89, k90=90, k91=91, k92=92, k93=93, k94=94, k95=95, k96=96, k97=97, k98=98, k99=99, k100=100, k101=101, k102=102, k103=103, k104=104, k105=105, k106=106, k107=107, k108=108, k109=109, k110=110, k111=111, k112=112, k113=113, k114=114, k115=115, k116=116, k117=117, k118=118, k119=119, k120=120, k121=121, k122=122, k123=123, k124=124, k125=125, k126=126, k127=127, k128=128, k129=129, k130=130, k131=131, k132=132, k133=133, k134=134, k135=135, k136=136, k137=137, k138=138, k139=139, k140=140, k141=141, k142=142, k143=143, k144=144, k145=145, k146=146, k147=147, k148=148, k149=149, k150=150, k151=151, k152=152, k153=153, k154=154, k155=155, k156=156, k157=157, k158=158, k159=159, k160=160, k161=161, k162=162, k163=163, k164=164, k165=165, k166=166, k167=167, k168=168, k169=169, k170=170, k171=171, k172=172, k173=173, k174=174, k175=175, k176=176, k177=177, k178=178, k179=179, k180=180, k181=181, k182=182, k183=183, k184=184, k185=185, k186=186, k187=187, k188=188, k189=189, k190=190, k191=191, k192=192, k193=193, k194=194, k195=195, k196=196, k197=197, k198=198, k199=199, k200=200, k201=201, k202=202, k203=203, k204=204, k205=205, k206=206, k207=207, k208=208, k209=209, k210=210, k211=211, k212=212, k213=213, k214=214, k215=215, k216=216, k217=217, k218=218, k219=219, k220=220, k221=221, k222=222, k223=223, k224=224, k225=225, k226=226, k227=227, k228=228, k229=229, k230=230, k231=231, k232=232, k233=233, k234=234, k235=235, k236=236, k237=237, k238=238, k239=239, k240=240, k241=241, k242=242, k243=243, k244=244, k245=245, k246=246, k247=247, k248=248, k249=249)


def big_dict():
    return {'key0': 0 + one, 'key1': 1 + one, 'key2': 2 + one, 'key3': 3 + one, 'key4': 4 + one, 'key5': 5 + one, 'key6': 6 + one, 'key7': 7 + one, 'key8': 8 + one, 'key9': 9 + one, 'key10': 10 + one, 'key11': 11 + one, 'key12': 12 + one, 'key13': 13 + one, 'key14': 14 + one, 'key15': 15 + one, 'key16': 16 + one, 'key17': 17 + one, 'key18': 18 + one, 'key19': 19 + one, 'key20': 20 + one, 'key21': 21 + one, 'key22': 22 + one, 'key23': 23 + one, 'key24': 24 + one, 'key25': 25 + one, 'key26': 26 + one, 'key27': 27 + one, 'key28': 28 + one, 'key29': 29 + one, 'key30': 30 + one, 'key31': 31 + one, 'key32': 32 + one, 'key33': 33 + one, 'key34': 34 + one, 'key35': 35 + one, 'key36': 36 + one, 'key37': 37 + one, 'key38': 38 + one, 'key39': 39 + one, 'key40': 40 + one, 'key41': 41 + one, 'key42': 42 + one, 'key43': 43 + one, 'key44': 44 + one, 'key45': 45 + one, 'key46': 46 + one, 'key47': 47 + one, 'key48': 48 + one, 'key49': 49 + one, 'key50': 50 + one, 'key51': 51 + one, 'key52': 52 + one, 'key53': 53 + one, 'key54': 54 + one, 'key55': 55 + one, 'key56': 56 + one, 'key57': 57 + one, 'key58': 58 + one, 'key59': 59 + one, 'key60': 60 + one, 'key61': 61 + one, 'key62': 62 + one, 'key63': 63 + one, 'key64': 64 + one, 'key65': 65 + one, 'key66': 66 + one, 'key67': 67 + one, 'key68': 68 + one, 'key69': 69 + one, 'key70': 70 + one, 'key71': 71 + one, 'key72': 72 + one, 'key73': 73 + one, 'key74': 74 + one, 'key75': 75 + one, 'key76': 76 + one, 'key77': 77 + one, 'key78': 78 + one, 'key79': 79 + one, 'key80': 80 + one, 'key81': 81 + one, 'key82': 82 + one, 'key83': 83 + one, 'key84': 84 + one, 'key85': 85 + one, 'key86': 86 + one, 'key87': 87 + one, 'key88': 88 + one, 'key89': 89 + one, 'key90': 90 + one, 'key91': 91 + one, 'key92': 92 + one, 'key93': 93 + one, 'key94': 94 + one, 'key95': 95 + one, 'key96': 96 + one, 'key97': 97 + one, 'key98': 98 + one, 'key99': 99 + one, 'key100': 100 + one, 'key101': 101 + one, 'key102': 102 + one, 'key103': 103 + one, 'key104': 104 + one, 'key105': 105 + one, 'key106': 106 + one, 'key107': 107 + one, 'key108': 108 + one, 'key109': 109 + one, 'key110': 110 + one, 'key111': 111 + one, 'key112': 112 + one, 'key113': 113 + one, 'key114': 114 + one, 'key115': 115 + one, 'key116': 116 + one, 'key117': 117 + one, 'key118': 118 + one, 'key119': 119 + one, 'key120': 120 + one, 'key121': 121 + one, 'key122': 122 + one, 'key123': 123 + one, 'key124': 124 + one, 'key125': 125 + one, 'key126': 126 + one, 'key127': 127 + one, 'key128': 128 + one, 'key129': 129 + one, 'key130': 130 + one, 'key131': 131 + one, 'key132': 132 + one, 'key133': 133 + one, 'key134': 134 + one, 'key135': 135 + one, 'key136': 136 + one, 'key137': 137 + one, 'key138': 138 + one, 'key139': 139 + one, 'key140': 140 + one, 'key141': 141 + one, 'key142': 142 + one, 'key143': 143 + one, 'key144': 144 + one, 'key145': 145 + one, 'key146': 146 + one, 'key147': 147 + one, 'key148': 148 + one, 'key149': 149 + one, 'key150': 150 + one, 'key151': 151 + one, 'key152': 152 + one, 'key153': 153 + one, 'key154': 154 + one, 'key155': 155 + one, 'key156': 156 + one, 'key157': 157 + one, 'key158': 158 + one, 'key159': 159 + one, 'key160': 160 + one, 'key161': 161 + one, 'key162': 162 + one, 'key163': 163 + one, 'key164': 164 + one, 'key165': 165 + one, 'key166': 166 + one, 'key167': 167 + one, 'key168': 168 + one, 'key169': 169 + one, 'key170': 170 + one, 'key171': 171 + one, 'key172': 172 + one, 'key173': 173 + one, 'key174': 174 + one, 'key175': 175 + one, 'key176': 176 + one, 'key177': 177 + one, 'key178': 178 + one, 'key179': 179 + one, 'key180': 180 + one, 'key181': 181 + one, 'key182': 182 + one, 'key183': 183 + one, 'key184': 184 + one, 'key185': 185 + one, 'key186': 186 + one, 'key187': 187 + one, 'key188': 188 + one, 'key189': 189 + one, 'key190': 190 + one, 'key191': 191 + one, 'key192': 192 + one, 'key193': 193 + one, 'key194': 194 + one, 'key195': 195 + one, 'key196': 196 + one, 'key197': 197 + one, 'key198': 198 + one, 'key199': 199 + one, 'key200': 200 + one, 'key201': 201 + one, 'key202': 202 + one, 'key203': 203 + one, 'key204': 204 + one, 'key205': 205 + one, 'key206': 206 + one, 'key207': 207 + one, 'key208': 208 + one, 'key209': 209 + one, 'key210': 210 + one, 'key211': 211 + one, 'key212': 212 + one, 'key213': 213 + one, 'key214': 214 + one, 'key215': 215 + one, 'key216': 216 + one, 'key217': 217 + one, 'key218': 218 + one, 'key219': 219 + one, 'key220': 220 + one, 'key221': 221 + one, 'key222': 222 + one, 'key223': 223 + one, 'key224': 224 + one, 'key225': 225 + one, 'key226': 226 + one, 'key227': 227 + one, 'key228': 228 + one, 'key229': 229 + one, 'key230': 230 + one, 'key231': 231 + one, 'key232': 232 + one, 'key233': 233 + one, 'key234': 234 + one, 'key235': 235 + one, 'key236': 236 + one, 'key237': 237 + one, 'key238': 238 + one, 'key239': 239 + one, 'key240': 240 + one, 'key241': 241 + one, 'key242': 242 + one, 'key243': 243 + one, 'key244': 244 + one, 'key245': 245 + one, 'key246': 246 + one, 'key247': 247 + one, 'key248': 248 + one, 'key249': 249 + one, 'key250': 250 + one, 'key251': 251 + one, 'key252': 252 + one, 'key253': 253 + one, 'key254': 254 + one, 'key255': 255 + one, 'key256': 256 + one, 'key257': 257 + one, 'key258': 258 + one, 'key259': 259 + one, 'key260': 260 + one, 'key261': 261 + one, 'key262': 262 + one, 'key263': 263 + one, 'key264': 264 + one, 'key265': 265 + one, 'key266': 266 + one, 'key267': 267 + one, 'key268': 268 + one, 'key269': 269 + one, 'key270': 270 + one, 'key271': 271 + one, 'key272': 272 + one, 'key273': 273 + one, 'key274': 274 + one, 'key275': 275 + one, 'key276': 276 + one, 'key277': 277 + one, 'key278': 278 + one, 'key279': 279 + one, 'key280': 280 + one, 'key281': 281 + one, 'key282': 282 + one, 'key283': 283 + one, 'key284': 284 + one, 'key285': 285 + one, 'key286': 286 + one, 'key287': 287 + one, 'key288': 288 + one, 'key289': 289 + one, 'key290': 290 + one, 'key291': 291 + one, 'key292': 292 + one, 'key293': 293 + one, 'key294': 294 + one, 'key295': 295 + one, 'key296': 296 + one, 'key297': 297 + one, 'key298': 298 + one, 'key299': 299 + one}


def deep_expression(a, b):
    return ((((((((((((((((((((((((((((((((((((((((((((((((((a + b * 0) + b * 1) + b * 2) + b * 3) + b * 4) + b * 5) + b * 6) + b * 7) + b * 8) + b * 9) + b * 10) + b * 11) + b * 12) + b * 13) + b * 14) + b * 15) + b * 16) + b * 17) + b * 18) + b * 19) + b * 20) + b * 21) + b * 22) + b * 23) + b * 24) + b * 25) + b * 26) + b * 27) + b * 28) + b * 29) + b * 30) + b * 31) + b * 32) + b * 33) + b * 34) + b * 35) + b * 36) + b * 37) + b * 38) + b * 39) + b * 40) + b * 41) + b * 42) + b * 43) + b * 44) + b * 45) + b * 46) + b * 47) + b * 48) + b * 49)


def long_list(a):
    return [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a]


def big_fstring(a):
    return f"{a}0{a}1{a}2{a}3{a}4{a}5{a}6{a}7{a}8{a}9{a}10{a}11{a}12{a}13{a}14{a}15{a}16{a}17{a}18{a}19{a}20{a}21{a}22{a}23{a}24{a}25{a}26{a}27{a}28{a}29{a}30{a}31{a}32{a}33{a}34{a}35{a}36{a}37{a}38{a}39{a}40{a}41{a}42{a}43{a}44{a}45{a}46{a}47{a}48{a}49{a}50{a}51{a}52{a}53{a}54{a}55{a}56{a}57{a}58{a}59{a}60{a}61{a}62{a}63{a}64{a}65{a}66{a}67{a}68{a}69{a}70{a}71{a}72{a}73{a}74{a}75{a}76{a}77{a}78{a}79{a}80{a}81{a}82{a}83{a}84{a}85{a}86{a}87{a}88{a}89{a}90{a}91{a}92{a}93{a}94{a}95{a}96{a}97{a}98{a}99"


one = 1
global_0 = 0
global_1 = 1
global_2 = 2
global_3 = 3
global_4 = 4
global_5 = 5
global_6 = 6
global_7 = 7
global_8 = 8
global_9 = 9
global_10 = 10
global_11 = 11
global_12 = 12
global_13 = 13
global_14 = 14
global_15 = 15
global_16 = 16
global_17 = 17
global_18 = 18
global_19 = 19
global_20 = 20
global_21 = 21
global_22 = 22
global_23 = 23
global_24 = 24
global_25 = 25
global_26 = 26
global_27 = 27
global_28 = 28
global_29 = 29
global_30 = 30
global_31 = 31
global_32 = 32
global_33 = 33
global_34 = 34
global_35 = 35
global_36 = 36
global_37 = 37
global_38 = 38
global_39 = 39
global_40 = 40
global_41 = 41
global_42 = 42
global_43 = 43
global_44 = 44
global_45 = 45
global_46 = 46
global_47 = 47
global_48 = 48
global_49 = 49
global_50 = 50
global_51 = 51
global_52 = 52
global_53 = 53
global_54 = 54
global_55 = 55
global_56 = 56
global_57 = 57
global_58 = 58
global_59 = 59
global_60 = 60
global_61 = 61
global_62 = 62
global_63 = 63
global_64 = 64
global_65 = 65
global_66 = 66
global_67 = 67
global_68 = 68
global_69 = 69
global_70 = 70
global_71 = 71
global_72 = 72
global_73 = 73
global_74 = 74
global_75 = 75
global_76 = 76
global_77 = 77
global_78 = 78
global_79 = 79
global_80 = 80
global_81 = 81
global_82 = 82
global_83 = 83
global_84 = 84
global_85 = 85
global_86 = 86
global_87 = 87
global_88 = 88
global_89 = 89
global_90 = 90
global_91 = 91
global_92 = 92
global_93 = 93
global_94 = 94
global_95 = 95
global_96 = 96
global_97 = 97
global_98 = 98
global_99 = 99
global_100 = 100
global_101 = 101
global_102 = 102
global_103 = 103
global_104 = 104
global_105 = 105
global_106 = 106
global_107 = 107
global_108 = 108
global_109 = 109
global_110 = 110
global_111 = 111
global_112 = 112
global_113 = 113
global_114 = 114
global_115 = 115
global_116 = 116
global_117 = 117
global_118 = 118
global_119 = 119
global_120 = 120
global_121 = 121
global_122 = 122
global_123 = 123
global_124 = 124
global_125 = 125
global_126 = 126
global_127 = 127
global_128 = 128
global_129 = 129
global_130 = 130
global_131 = 131
global_132 = 132
global_133 = 133
global_134 = 134
global_135 = 135
global_136 = 136
global_137 = 137
global_138 = 138
global_139 = 139
global_140 = 140
global_141 = 141
global_142 = 142
global_143 = 143
global_144 = 144
global_145 = 145
global_146 = 146
global_147 = 147
global_148 = 148
global_149 = 149
global_150 = 150
global_151 = 151
global_152 = 152
global_153 = 153
global_154 = 154
global_155 = 155
global_156 = 156
global_157 = 157
global_158 = 158
global_159 = 159
global_160 = 160
global_161 = 161
global_162 = 162
global_163 = 163
global_164 = 164
global_165 = 165
global_166 = 166
global_167 = 167
global_168 = 168
global_169 = 169
global_170 = 170
global_171 = 171
global_172 = 172
global_173 = 173
global_174 = 174
global_175 = 175
global_176 = 176
global_177 = 177
global_178 = 178
global_179 = 179
global_180 = 180
global_181 = 181
global_182 = 182
global_183 = 183
global_184 = 184
global_185 = 185
global_186 = 186
global_187 = 187
global_188 = 188
global_189 = 189
global_190 = 190
global_191 = 191
global_192 = 192
global_193 = 193
global_194 = 194
global_195 = 195
global_196 = 196
global_197 = 197
global_198 = 198
global_199 = 199
global_200 = 200
global_201 = 201
global_202 = 202
global_203 = 203
global_204 = 204
global_205 = 205
global_206 = 206
global_207 = 207
global_208 = 208
global_209 = 209
global_210 = 210
global_211 = 211
global_212 = 212
global_213 = 213
global_214 = 214
global_215 = 215
global_216 = 216
global_217 = 217
global_218 = 218
global_219 = 219
global_220 = 220
global_221 = 221
global_222 = 222
global_223 = 223
global_224 = 224
global_225 = 225
global_226 = 226
global_227 = 227
global_228 = 228
global_229 = 229
global_230 = 230
global_231 = 231
global_232 = 232
global_233 = 233
global_234 = 234
global_235 = 235
global_236 = 236
global_237 = 237
global_238 = 238
global_239 = 239
global_240 = 240
global_241 = 241
global_242 = 242
global_243 = 243
global_244 = 244
global_245 = 245
global_246 = 246
global_247 = 247
global_248 = 248
global_249 = 249
global_250 = 250
global_251 = 251
global_252 = 252
global_253 = 253
global_254 = 254
global_255 = 255
global_256 = 256
global_257 = 257
global_258 = 258
global_259 = 259
global_260 = 260
global_261 = 261
global_262 = 262
global_263 = 263
global_264 = 264
global_265 = 265
global_266 = 266
global_267 = 267
global_268 = 268
global_269 = 269
global_270 = 270
global_271 = 271
global_272 = 272
global_273 = 273
global_274 = 274
global_275 = 275
global_276 = 276
global_277 = 277
global_278 = 278
global_279 = 279
global_280 = 280
global_281 = 281
global_282 = 282
global_283 = 283
global_284 = 284
global_285 = 285
global_286 = 286
global_287 = 287
global_288 = 288
global_289 = 289
global_290 = 290
global_291 = 291
global_292 = 292
global_293 = 293
global_294 = 294
global_295 = 295
global_296 = 296
global_297 = 297
global_298 = 298
global_299 = 299
c = many_constants()
print(len(c), sum(c), c[599])
print(many_locals())
print([long_branches(n) for n in (0, 1, 2, 5, 10)])
print(long_if(0), long_if(77), long_if(149), long_if(200))
print(nested_calls(5), many_names(), big_call(), sum(big_dict().values()), len(big_dict()), deep_expression(1, 2), len(long_list(0)), len(big_fstring('x')))
print(sum(v for k, v in list(globals().items()) if k.startswith('global_')), global_299)
