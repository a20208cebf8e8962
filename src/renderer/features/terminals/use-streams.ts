import { useEffect, useMemo } from 'react'
import { useServices } from '../../app/index.ts'
import { TerminalStreams } from './terminal-streams.ts'

/** The connection of the terminals in one place of the window; it is closed with that place. */
export function useStreams(): TerminalStreams {
  const { openStreams } = useServices()
  const streams = useMemo(() => new TerminalStreams(openStreams), [openStreams])
  useEffect(() => () => streams.close(), [streams])
  return streams
}
