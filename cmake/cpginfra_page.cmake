# SPDX-License-Identifier: MIT
# Puts the sources of the report's page into a C++ source, as texts:
#   cmake -DOUTPUT=FILE -DFOLDER=FOLDER -DSCRIPTS=NAME,NAME,… -P cpginfra_page.cmake
# The scripts become one, in their order.
cmake_minimum_required(VERSION 3.25)

file(READ "${FOLDER}/page.html" document)
file(READ "${FOLDER}/style.css" style)
set(script "'use strict';\n")
string(REPLACE "," ";" scripts "${SCRIPTS}")
foreach(name IN LISTS scripts)
  file(READ "${FOLDER}/${name}" part)
  string(APPEND script "${part}")
endforeach()

file(
  WRITE "${OUTPUT}"
  "// Made by cmake/cpginfra_page.cmake of src/report/html/page/.\n"
  "#include \"report/html/page.hpp\"\n\n"
  "#ifdef __clang__\n#pragma clang diagnostic ignored \"-Woverlength-strings\"\n#endif\n\n"
  "namespace cpginfra::report::page {\n\n"
  "const std::string_view kDocument = R\"CPGPAGE(${document})CPGPAGE\";\n"
  "const std::string_view kStyle = R\"CPGPAGE(${style})CPGPAGE\";\n"
  "const std::string_view kScript = R\"CPGPAGE(${script})CPGPAGE\";\n\n"
  "}  // namespace cpginfra::report::page\n")
