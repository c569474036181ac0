# What `cmake --install` gives others: the libraries of engine/, dsl/ and facts/ with their headers and a
# package, so that `find_package(remit)` offers remit::engine_decide, remit::dsl_compile and the
# rest. The program's own library, cli, stays at home. tests/consumer builds against the result.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/remit)
set(exported "")
foreach(folder ${REMIT_MODULES})
  if(NOT folder STREQUAL "cli")
    string(REPLACE "/" "_" name ${folder})
    list(APPEND exported remit_${name})
  endif()
endforeach()

install(TARGETS ${exported} EXPORT remitTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT remitTargets NAMESPACE remit:: DESTINATION ${package_folder})
configure_package_config_file(${CMAKE_CURRENT_SOURCE_DIR}/cmake/remitConfig.cmake.in
                              ${CMAKE_CURRENT_BINARY_DIR}/remitConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/remitConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/remitConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/remitConfigVersion.cmake
        DESTINATION ${package_folder})

# Under their full paths, as sources include them. Of the parser only its one public header: the
# grammar's need Boost.
install(DIRECTORY engine dsl facts DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/remit
        FILES_MATCHING PATTERN "*.h" PATTERN "*.def" PATTERN "dsl/parse" EXCLUDE
        PATTERN "test_*.h" EXCLUDE)
install(FILES dsl/parse/parse.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/remit/dsl/parse)
