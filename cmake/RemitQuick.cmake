# `remit` as one file that loads no library at start: loading the dozen that the whole program needs
# takes longer than a decision by a hundred times. It holds the commands of cli/quick_main.cpp; for all
# others it hands over to `remit-all`, the whole program (cli/main.cpp).
#
# Where an archive is not there, or under a sanitizer, the whole program is `remit` and nothing else is
# built. remit_quick_archives(VARIABLE) gives the archives, or an empty list.
option(REMIT_QUICK "Link remit into one file that starts quickly, with remit-all beside it" ON)

function(remit_quick_archives variable)
  set(archives "")
  if(REMIT_QUICK AND CMAKE_SYSTEM_NAME STREQUAL "Linux"
     AND NOT "${CMAKE_CXX_FLAGS}${CMAKE_EXE_LINKER_FLAGS}" MATCHES "fsanitize")
    foreach(name re2 yaml-cpp crypto idn2 unistring c stdc++)
      find_library(REMIT_ARCHIVE_${name} lib${name}.a
                   PATHS ${CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES})
      mark_as_advanced(REMIT_ARCHIVE_${name})
      if(NOT REMIT_ARCHIVE_${name})
        message(STATUS "no lib${name}.a: remit is linked with shared libraries and starts slower")
        set(${variable} "" PARENT_SCOPE)
        return()
      endif()
      if(NOT name MATCHES "^(c|stdc..)$")  # the compiler names those itself
        list(APPEND archives ${REMIT_ARCHIVE_${name}})
      endif()
    endforeach()
  endif()
  set(${variable} "${archives}" PARENT_SCOPE)
endfunction()

function(remit_programs)
  remit_quick_archives(archives)
  if(NOT archives)
    remit_program(remit cli)
    install(TARGETS remit)
    return()
  endif()
  remit_program(remit-all cli)
  install(TARGETS remit-all DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/remit)

  # The modules' archives by their files: as targets they would bring their shared libraries along.
  set(modules "")
  foreach(folder ${REMIT_MODULES})
    string(REPLACE "/" "_" name ${folder})
    get_target_property(kind remit_${name} TYPE)
    if(kind STREQUAL "STATIC_LIBRARY")
      list(APPEND modules $<TARGET_FILE:remit_${name}>)
    endif()
  endforeach()
  # Before the modules: what quick_scan.cpp defines is not taken from their archives.
  add_executable(remit ${CMAKE_SOURCE_DIR}/cli/quick_main.cpp ${CMAKE_SOURCE_DIR}/cli/quick_scan.cpp
                 ${CMAKE_SOURCE_DIR}/cmake/quick_fmt.cpp)
  add_dependencies(remit remit-all)  # and with it all modules
  target_include_directories(remit PRIVATE ${CMAKE_SOURCE_DIR})
  file(RELATIVE_PATH libexec ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBEXECDIR}/remit)
  target_compile_definitions(remit PRIVATE REMIT_LIBEXEC="${libexec}")
  target_compile_options(remit PRIVATE ${REMIT_WARNINGS})
  # libcrypto could load providers and engines at run time; nothing here asks it to.
  target_link_options(remit PRIVATE -static-pie -Wl,--no-warnings)
  target_link_libraries(remit PRIVATE -Wl,--start-group ${modules} ${archives} -Wl,--end-group)
  set_target_properties(remit PROPERTIES LINK_DEPENDS "${modules}")
  install(TARGETS remit)
endfunction()
