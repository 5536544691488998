# SPDX-License-Identifier: MIT
# Writes a C++ source that holds the text of files, for the linker to put into the library:
#
#   cmake -DFOLDER=plugins/billing_aggregator -DFILES=a.py,b.py -DHEADER=x.hpp -DNAMESPACE=cpginfra::y
#         -DTYPE=File -DFUNCTION=files -DOUTPUT=files.cpp -P embed_files.cmake
#
# FUNCTION() gives all of them as a std::span of TYPE, which has a path and a text.
string(REPLACE "," ";" files "${FILES}")
set(rows "")
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" text)
  string(APPEND rows "    {\"${file}\", R\"embedded(${text})embedded\"},\n")
endforeach()
list(LENGTH files count)
set(source
    "// SPDX-License-Identifier: MIT
// Made by cmake/embed_files.cmake.
#include \"${HEADER}\"

#include <array>

namespace ${NAMESPACE} {
namespace {

constexpr std::array<${TYPE}, ${count}> kFiles = {{
${rows}}};

}  // namespace

std::span<const ${TYPE}> ${FUNCTION}() noexcept { return kFiles; }

}  // namespace ${NAMESPACE}
")
file(WRITE "${OUTPUT}" "${source}")
