# remit_embed(FOLDER FILE FUNCTION)
#
# FOLDER/FILE becomes part of FOLDER's library: `std::string_view FUNCTION()` in namespace remit gives
# its text, so that a program needs no file beside it. The file may not hold `)embedded"`.
function(remit_embed folder file function)
  string(REPLACE "/" "_" name ${folder})
  set(path ${CMAKE_SOURCE_DIR}/${folder}/${file})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} text)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded/${name}_${function}.cpp @ONLY
       CONTENT [[#include <string_view>

namespace remit {
std::string_view @function@();
std::string_view @function@() {
  return R"embedded(@text@)embedded";
}
}  // namespace remit
]])
  target_sources(remit_${name} PRIVATE ${CMAKE_BINARY_DIR}/embedded/${name}_${function}.cpp)
endfunction()
