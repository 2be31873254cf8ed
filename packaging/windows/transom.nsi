; Packs the frozen folder into a set-up program for one person: no administrator, no other places.
; makensis /DVERSION=0.1.0 /DSOURCE=build\frozen\transom /DOUT=dist\transom-0.1.0-setup.exe transom.nsi
Unicode true
!include MUI2.nsh

!ifndef VERSION | SOURCE | OUT
  !error "Say /DVERSION=, /DSOURCE= and /DOUT="
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Transom"

Name "Transom"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Transom"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Transom"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Transom set-up"
VIAddVersionKey "LegalCopyright" "The Transom contributors, Apache-2.0"

!define MUI_ICON "transom.ico"
!define MUI_UNICON "transom.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\transom.exe"
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A file of a running Transom cannot be replaced: better to say so than to leave half of each version.
!macro refuse_while_running
  IfFileExists "$INSTDIR\transom.exe" 0 not_running
  ClearErrors
  FileOpen $0 "$INSTDIR\transom.exe" a
  IfErrors 0 closed
    MessageBox MB_OK|MB_ICONEXCLAMATION "Transom is open. Close it and try again." /SD IDOK
    Abort
  closed:
  FileClose $0
  not_running:
!macroend

Section "Transom"
  !insertmacro refuse_while_running
  RMDir /r "$INSTDIR\_internal"  ; what an older version had and this one has not
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Transom.lnk" "$INSTDIR\transom.exe"
  CreateShortcut "$SMPROGRAMS\Transom demo mailbox.lnk" "$INSTDIR\transom.exe" "--demo"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Transom"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\transom.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Transom contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

; The profile, under %LOCALAPPDATA%\transom, is the person's and stays.
Section "Uninstall"
  !insertmacro refuse_while_running
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\transom.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Transom.lnk"
  Delete "$SMPROGRAMS\Transom demo mailbox.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
