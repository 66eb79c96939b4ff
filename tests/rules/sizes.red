+ crypto/a.cpp *300 int x;
+ tests/b.cpp // ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé
+ protocol/a.cpp int f(int x) {\n    return x;\n}
- crypto/b.cpp *330 int x;
- gateway/a.cpp int f(int x) {\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n    a();\n}
- clients/a.cpp // xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
- tests/a.cpp // éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé
